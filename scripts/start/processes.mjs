import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A process as it can be named later: pids are reused, so the moment it started (and the boot it started in) belongs
 * to the name.
 *
 * @typedef {{ pid: number, started: string }} ProcessName
 */

/**
 * @param {number} pid
 * @returns {ProcessName | null} null when no such process runs
 */
export function nameProcess(pid) {
  const started = process.platform === 'linux' ? startedFromProc(pid) : startedFromPs(pid)
  return started ? { pid, started } : null
}

/** @param {ProcessName} name */
export function isRunning(name) {
  return nameProcess(name.pid)?.started === name.started
}

/**
 * Asks a process to end, and after the grace ends it by force. Does nothing to a stranger that took over the pid.
 *
 * @param {ProcessName} name
 * @param {{ signal?: NodeJS.Signals, graceMs?: number }} [options]
 */
export async function stopProcess(name, { signal = 'SIGTERM', graceMs = 10_000 } = {}) {
  sendSignal(name, signal)
  if (await hasEnded(name, graceMs)) return
  sendSignal(name, 'SIGKILL')
  await hasEnded(name, graceMs)
}

/**
 * @param {number} pid
 * @returns {string[]} the command and its arguments; nothing when no such process runs
 */
export function readCommandLine(pid) {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return askPs('command', pid).split(' ')
  } catch {
    return []
  }
}

/** To the whole group where the process leads one (what we start does), so that its own children hear it too. */
function sendSignal(name, signal) {
  if (!isRunning(name)) return
  try {
    process.kill(-name.pid, signal)
  } catch {
    signalAlone(name, signal)
  }
}

function signalAlone(name, signal) {
  try {
    process.kill(name.pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

async function hasEnded(name, withinMs) {
  const until = Date.now() + withinMs
  while (isRunning(name)) {
    if (Date.now() > until) return false
    await sleep(20)
  }
  return true
}

/** State and start time are the 3rd and 22nd fields; the 2nd, the command, may itself hold spaces and parentheses. */
function startedFromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return null // ended, only not yet collected by its parent
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`
  } catch {
    return null
  }
}

function startedFromPs(pid) {
  try {
    return askPs('lstart', pid) || null
  } catch {
    return null
  }
}

function askPs(field, pid) {
  const args = ['-o', `${field}=`, '-p', String(pid)]
  return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}

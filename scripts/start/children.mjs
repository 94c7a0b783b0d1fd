import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync } from 'node:fs'
import readline from 'node:readline'
import { readJson, writeJson } from './files.mjs'
import { openLog } from './logs.mjs'
import { nameProcess, stopProcess } from './processes.mjs'

/**
 * @typedef {object} ChildSpec
 * @property {string} name in words, for messages
 * @property {string} command
 * @property {string[]} [args]
 * @property {string[]} [wrapper] a command that runs the command in its own place
 * @property {Record<string, string | undefined>} [env] the whole environment; ours unless said
 * @property {string} [cwd]
 * @property {string} [log] the file its output goes to; the terminal unless said
 * @property {(line: string) => void} [onLine] takes what it prints, which then is in no log; its complaints still are
 * @property {boolean} [ipc] opens a channel: the child tells when it is ready, and ends when the channel closes
 * @property {NodeJS.Signals} [stopSignal]
 * @property {number} [graceMs] before it is ended by force
 * @property {() => Promise<void> | undefined} [beforeStop] while it still lives
 */

/**
 * @typedef {object} Child
 * @property {ChildSpec} spec
 * @property {import('node:child_process').ChildProcess} process
 * @property {Promise<string | null>} ended null after a clean end, else how it ended in words
 * @property {() => boolean} hasEnded
 * @property {() => string} readLog the last lines it wrote
 */

/** Thrown to whoever starts or waits for a child while everything is being stopped. */
export class Stopped extends Error {}

/**
 * Everything we start belongs to one family: written down (so that the next start finds what a killed one left),
 * guarded (so that a death is noticed) and stopped together, the youngest first.
 *
 * @param {{ recordFile?: string, onDeath?: (child: Child, how: string) => void }} [options]
 */
export function createFamily({ recordFile, onDeath } = {}) {
  const children = /** @type {Child[]} */ ([])
  let stopping = false

  function record() {
    if (!recordFile) return
    const entries = children.map(({ spec, process }) => ({
      name: spec.name,
      signal: spec.stopSignal,
      ...nameProcess(process.pid ?? 0),
    }))
    writeJson(
      recordFile,
      entries.filter(({ started }) => started),
    )
  }

  /** @param {ChildSpec} spec */
  function start(spec) {
    if (stopping) throw new Stopped()
    const child = spawnChild(spec)
    children.push(child)
    record()
    child.ended.then(() => {
      children.splice(children.indexOf(child), 1)
      if (!stopping) record()
    })
    return child
  }

  /** From now on this child must live as long as the family. @param {Child} child */
  function guard(child) {
    child.ended.then((how) => {
      if (!stopping) onDeath?.(child, how ?? 'ended by itself')
    })
  }

  /** Runs a command to its end; throws, with the last lines it wrote, unless it ends well. @param {ChildSpec} spec */
  async function run(spec) {
    const child = start(spec)
    const how = await child.ended
    if (stopping) throw new Stopped()
    if (how) throw new Error(`${spec.name} ${how}.${quoteLog(child)}`)
  }

  async function stopAll() {
    stopping = true
    for (const child of [...children].reverse()) await stopChild(child)
    record()
  }

  return { start, guard, run, stop: stopChild, stopAll }
}

/**
 * Waits for the child's own word that it is ready.
 *
 * @param {Child} child
 * @returns {Promise<Record<string, unknown>>} what it said
 */
export async function waitUntilReady(child) {
  const said = new Promise((resolve) => {
    child.process.on('message', (message) => {
      if (message?.type === 'ready') resolve(message)
    })
  })
  const end = child.ended.then((how) => {
    throw new Error(`${child.spec.name} ${how ?? 'ended'} before it was ready.${quoteLog(child)}`)
  })
  return Promise.race([said, end])
}

/**
 * Stops what the record names and is still there: left by a start that was killed.
 *
 * @param {string} recordFile
 * @returns {Promise<string[]>} the names of what was stopped
 */
export async function stopLeftovers(recordFile) {
  const left = (readJson(recordFile) ?? []).filter((entry) => nameProcess(entry.pid)?.started === entry.started)
  for (const entry of left.reverse()) await stopProcess(entry, { signal: entry.signal })
  return left.map(({ name }) => name)
}

/** @param {Child} child */
export function quoteLog({ spec, readLog }) {
  const tail = readLog()
  return tail ? ` The end of ${spec.log}:\n${tail}` : ''
}

/** @param {ChildSpec} spec @returns {Child} */
function spawnChild(spec) {
  const { wrapper = [], args = [] } = spec
  const [command = '', ...rest] = [...wrapper, ...(spec.ipc ? [] : endingWithUs(spec)), spec.command, ...args]
  const log = spec.log ? openLog(spec.log) : undefined
  const output = log?.descriptor ?? 'inherit'
  const child = spawn(command, rest, {
    cwd: spec.cwd,
    env: spec.env ?? process.env,
    // Its own group: Ctrl-C in the terminal reaches us alone, and we stop the others in order.
    detached: true,
    stdio: ['ignore', spec.onLine ? 'pipe' : output, output, ...(spec.ipc ? [/** @type {const} */ ('ipc')] : [])],
  })
  if (log) closeSync(log.descriptor)
  if (spec.onLine && child.stdout) readline.createInterface({ input: child.stdout }).on('line', spec.onLine)
  return {
    spec,
    process: child,
    ended: describeEnd(child),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    readLog: () => log?.readTail() ?? '',
  }
}

async function describeEnd(child) {
  try {
    const [code, signal] = await once(child, 'exit')
    if (signal) return `was ended by ${signal}`
    return code === 0 ? null : `ended with code ${code}`
  } catch (error) {
    return `could not be started (${error.message})`
  }
}

/** @param {Child} child */
async function stopChild(child) {
  const named = child.hasEnded() ? null : nameProcess(child.process.pid ?? 0)
  if (!named) return
  await child.spec.beforeStop?.()
  await stopProcess(named, { signal: child.spec.stopSignal, graceMs: child.spec.graceMs })
  await child.ended
}

/**
 * Where the kernel can, it ends the child when we die: what is a stranger to Node has no channel to notice it by.
 *
 * @param {ChildSpec} spec
 */
function endingWithUs({ stopSignal = 'SIGTERM' }) {
  return hasSetpriv() ? ['setpriv', '--pdeathsig', stopSignal.slice('SIG'.length), '--'] : []
}

let setpriv
function hasSetpriv() {
  setpriv ??= spawnSync('setpriv', ['--pdeathsig', 'TERM', '--', 'true']).status === 0
  return setpriv
}

import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readJson } from './files.mjs'
import { isRunning, nameProcess } from './processes.mjs'

/**
 * Takes a lock file for this process, unless a living process has it. A killed process has nothing.
 *
 * @param {string} file
 * @returns {boolean}
 */
export function takeLock(file) {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  if (claim(file)) return true

  const holder = readJson(file)
  if (holder && !isRunning(holder)) abandon(file, holder)
  return claim(file)
}

/** @param {string} file */
export function releaseLock(file) {
  rmSync(file, { force: true })
}

/** The file appears with its text in it, or not at all. */
function claim(file) {
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, JSON.stringify(nameProcess(process.pid)), { mode: 0o600 })
  try {
    linkSync(fresh, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** Two may find the same dead holder: what one moves away may by then be the other's, and goes back. */
function abandon(file, holder) {
  const aside = `${file}.${process.pid}.dead`
  try {
    renameSync(file, aside)
    const moved = readJson(aside)
    if (moved?.pid !== holder.pid || moved?.started !== holder.started) linkSync(aside, file)
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  }
  rmSync(aside, { force: true })
}

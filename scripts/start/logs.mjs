import { openSync, readFileSync, renameSync, statSync } from 'node:fs'

const FULL_BYTES = 10_000_000

/**
 * A file descriptor that appends to a log. A log that has grown large is set aside first, as `<file>.1`.
 *
 * @param {string} file
 */
export function openLog(file) {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > FULL_BYTES) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}

/**
 * The last lines of a log, for the message that says why its writer ended.
 *
 * @param {string} file
 */
export function readLogTail(file, lines = 20) {
  const text = readFileSync(file, 'utf8').slice(-8_000).trimEnd()
  return text.split('\n').slice(-lines).join('\n')
}

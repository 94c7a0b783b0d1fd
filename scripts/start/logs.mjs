import { fstatSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'

const FULL_BYTES = 10_000_000
const TAIL_LINES = 20

/**
 * A log, open to append to. One that has grown large is set aside first, as `<file>.1`.
 *
 * @param {string} file
 * @returns {{ descriptor: number, readTail: () => string }} readTail: the last lines written since
 */
export function openLog(file) {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > FULL_BYTES) renameSync(file, `${file}.1`)

  const descriptor = openSync(file, 'a', 0o600)
  const begin = fstatSync(descriptor).size
  return { descriptor, readTail: () => readTail(file, begin) }
}

function readTail(file, begin) {
  const text = readFileSync(file).subarray(begin).toString().trimEnd()
  return text.split('\n').slice(-TAIL_LINES).join('\n')
}

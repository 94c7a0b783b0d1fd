import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Readable by the owner only: what lies in the data folder may hold keys and passwords. */
const PRIVATE = 0o600

/**
 * @param {string} file
 * @returns {any} null when the file is absent or not whole JSON
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return null
    throw error
  }
}

/** Replaces the file in one step, so that whoever reads it, also after a crash, finds the old or the new text. */
export function writeJson(file, value) {
  writeWhole(file, `${JSON.stringify(value, null, 2)}\n`)
}

/**
 * @param {string} file
 * @param {string | Buffer} text
 */
export function writeWhole(file, text) {
  const fresh = `${file}.${process.pid}.new`
  const handle = openSync(fresh, 'w', PRIVATE)
  try {
    writeFileSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(fresh, file)
}

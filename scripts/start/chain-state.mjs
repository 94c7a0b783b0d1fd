import { existsSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { writeWhole } from './files.mjs'
import { callRpc } from './rpc.mjs'

const SAVE_TIMEOUT_MS = 60_000

/**
 * Saves the chain with the states of its last blocks. The file is replaced in one step and the one before is kept, so
 * a crash at any moment leaves a whole one.
 *
 * @param {string} url
 * @param {string} folder
 */
export async function saveChain(url, folder) {
  const dump = await callRpc(url, 'anvil_dumpState', [true], SAVE_TIMEOUT_MS)
  if (existsSync(savedFile(folder))) renameSync(savedFile(folder), earlierFile(folder))
  writeWhole(savedFile(folder), Buffer.from(dump.slice(2), 'hex'))
}

/**
 * Unpacks the last saved chain to where anvil can read it.
 *
 * @param {string} folder
 * @returns {string | null} the unpacked file, null when no chain was saved yet
 */
export function unpackChain(folder) {
  const saved = [savedFile(folder), earlierFile(folder)].filter((file) => existsSync(file))
  if (saved.length === 0) return null

  for (const file of saved) {
    const state = gunzip(file)
    if (!state) continue
    writeWhole(unpackedFile(folder), state)
    return unpackedFile(folder)
  }
  throw new Error(
    `The saved chain cannot be read: ${saved.join(', ')}. Restore the file, or remove it to begin the chain anew.`,
  )
}

/** A whole gzip file proves itself by its checksum. */
function gunzip(file) {
  try {
    return gunzipSync(readFileSync(file))
  } catch {
    return null
  }
}

const savedFile = (folder) => path.join(folder, 'state.json.gz')
const earlierFile = (folder) => path.join(folder, 'state.earlier.json.gz')
const unpackedFile = (folder) => path.join(folder, 'state.json')

import path from 'node:path'
import { readJson, writeJson } from './files.mjs'
import { callRpc } from './rpc.mjs'

/**
 * The first block of the chain 31337 this data folder belongs to.
 *
 * @param {string} dataFolder
 * @returns {{ hash: string, timestamp: number } | null}
 */
export function readGenesis(dataFolder) {
  return readJson(file(dataFolder))
}

/**
 * Ties the data folder to the chain it first sees, and refuses any other: deposits, blocks and proofs recorded here
 * would point into nothing.
 *
 * @param {{ dataFolder: string, url: string, timestamp?: number }} options timestamp: of a first block we made
 */
export async function requireGenesis({ dataFolder, url, timestamp }) {
  const first = await callRpc(url, 'eth_getBlockByNumber', ['0x0', false])
  const recorded = readGenesis(dataFolder)
  if (!recorded)
    return writeJson(file(dataFolder), { hash: first.hash, timestamp: timestamp ?? Number(first.timestamp) })
  if (recorded.hash === first.hash) return

  throw new Error(
    `The chain at ${url} is not the one the data folder ${dataFolder} belongs to: its first block is ${first.hash}, ` +
      `and ${recorded.hash} was recorded. Name the chain used before, or another data folder in COUNTERSIGN_DATA_DIR.`,
  )
}

const file = (dataFolder) => path.join(dataFolder, 'genesis.json')

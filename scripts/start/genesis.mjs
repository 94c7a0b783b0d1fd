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
  const first = await readFirstBlock(url)
  const recorded = readGenesis(dataFolder)
  if (recorded) return requireSame(first.hash, recorded.hash, `the data folder ${dataFolder}`)
  writeJson(file(dataFolder), { hash: first.hash, timestamp: timestamp ?? Number(first.timestamp) })
}

/**
 * The same for a database that was used before. The desk records the chain there itself.
 *
 * @param {{ recorded: string | null, url: string }} options
 */
export async function requireDatabaseGenesis({ recorded, url }) {
  if (recorded) requireSame((await readFirstBlock(url)).hash, recorded, 'the database')
}

function requireSame(seen, recorded, whose) {
  if (seen === recorded) return
  throw new Error(
    `The chain of RPC_31337 is not the one ${whose} belongs to: its first block is ${seen}, and ${recorded} was ` +
      'recorded. Name the chain used before, or begin with another data folder (COUNTERSIGN_DATA_DIR) and database.',
  )
}

const readFirstBlock = (url) => callRpc(url, 'eth_getBlockByNumber', ['0x0', false])
const file = (dataFolder) => path.join(dataFolder, 'genesis.json')

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { startAnvil } from './anvil.mjs'
import { keepChain } from './chain-keeper.mjs'
import { unpackChain } from './chain-state.mjs'
import { readGenesis, requireGenesis } from './genesis.mjs'
import { callRpc } from './rpc.mjs'

/** As many as a node of a real network keeps in reach, and few enough to be saved every few seconds. */
const KEPT_STATES = '64'

/**
 * Where EIP-2935 keeps the last 8191 block hashes. anvil computes the state's root over all of them for each block,
 * which makes a block a hundred times dearer; without its code the contract is left alone.
 */
const HISTORY_CONTRACT = '0x0000f90827f1c53a10cb7a02335b175320002935'

/**
 * Starts the local chain of a data folder: the one saved there, or a new one. A chain that was lost begins again from
 * the same first block, so that to everybody it is the same chain, only shorter.
 *
 * @param {object} options
 * @param {ReturnType<typeof import('./children.mjs').createFamily>} options.family
 * @param {string} options.dataFolder absolute
 * @param {(line: string) => void} options.say
 * @returns {Promise<{ child: import('./children.mjs').Child, url: string }>}
 */
export async function startLocalChain({ family, dataFolder, say }) {
  const folder = path.join(dataFolder, 'chain')
  mkdirSync(folder, { recursive: true })
  const timestamp = readGenesis(dataFolder)?.timestamp ?? Math.floor(Date.now() / 1000)
  const saved = unpackChain(folder)

  let keeper = /** @type {ReturnType<typeof keepChain> | undefined} */ (undefined)
  const anvil = await startAnvil({
    family,
    log: path.join(dataFolder, 'anvil.log'),
    args: ['--timestamp', String(timestamp), '--prune-history', KEPT_STATES, ...(saved ? ['--load-state', saved] : [])],
    onLine: (line) => keeper?.notice(line),
    beforeStop: () => keeper?.stop(),
  })
  await requireGenesis({ dataFolder, url: anvil.url, timestamp })
  await callRpc(anvil.url, 'anvil_setCode', [HISTORY_CONTRACT, '0x'])
  await catchUp(anvil.url)

  keeper = keepChain({ url: anvil.url, folder, isAlive: () => !anvil.child.hasEnded(), say })
  return anvil
}

/** A loaded chain goes on from its last block's time. One whose clock was put forward stays ahead. */
async function catchUp(url) {
  const now = Math.floor(Date.now() / 1000)
  const { timestamp } = await callRpc(url, 'eth_getBlockByNumber', ['latest', false])
  if (Number(timestamp) < now) await callRpc(url, 'evm_setTime', [now])
}

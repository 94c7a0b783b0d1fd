import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Abi,
  type Account,
  createTestClient,
  getContractAddress,
  type Hex,
  http,
  publicActions,
  walletActions,
} from 'viem'
import { foundry } from 'viem/chains'
import { findFreePort } from '../start/ports.mjs'

/**
 * A local chain on which nothing happens by itself: a block comes when asked for and carries the time it was given, so
 * the same steps make the same hashes on every machine. Close it after.
 */
export async function startFrozenChain(genesis: Date) {
  const port = await findFreePort(18_545)
  const args = ['--port', String(port), '--quiet', '--no-mining', '--slots-in-an-epoch', '1']
  const child = spawn(findAnvil(), [...args, '--timestamp', String(seconds(genesis))], { stdio: 'ignore' })
  const rpcUrl = `http://127.0.0.1:${port}`
  const client = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl) })
    .extend(publicActions)
    .extend(walletActions)
  await waitUntilReady(child, () => client.getChainId())

  const mineAt = async (time: Date) => {
    await client.setNextBlockTimestamp({ timestamp: BigInt(seconds(time)) })
    await client.mine({ blocks: 1 })
  }

  /** Sends one transaction and mines it alone at `time`. Fees are fixed: a guessed one would change its hash. */
  const sendAt = async (time: Date, account: Account, transaction: { to?: Hex; data: Hex }) => {
    const fees = { maxFeePerGas: 2_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n, gas: 8_000_000n }
    const hash = await client.sendTransaction({ account, chain: foundry, ...fees, ...transaction })
    await mineAt(time)
    const receipt = await client.getTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`The transaction ${hash} failed`)
    return receipt
  }

  return { client, rpcUrl, mineAt, sendAt, close: () => close(child) }
}

export type FrozenChain = Awaited<ReturnType<typeof startFrozenChain>>

/** ABI and creation code of a contract that lib/chain/abi carries. */
export function readContract(name: 'eas' | 'schema-registry'): { abi: Abi; bytecode: Hex } {
  const file = path.join(import.meta.dirname, '..', '..', 'lib', 'chain', 'abi', `${name}.json`)
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** Where the `nonce`-th transaction of an account puts a contract. */
export function addressOfContract(from: Hex, nonce: bigint): Hex {
  return getContractAddress({ from, nonce }).toLowerCase() as Hex
}

const seconds = (time: Date) => Math.floor(time.getTime() / 1000)

function findAnvil(): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const manifest = createRequire(import.meta.url).resolve(`@foundry-rs/anvil-${process.platform}-${arch}/package.json`)
  return path.join(path.dirname(manifest), 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil')
}

async function waitUntilReady(child: ChildProcess, ask: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (child.exitCode !== null) break
    const answered = await ask().then(
      () => true,
      () => false,
    )
    if (answered) return
    await sleep(20)
  }
  await close(child)
  throw new Error('The local chain did not start')
}

async function close(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

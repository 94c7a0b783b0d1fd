import { randomBytes } from 'node:crypto'
import { createPublicClient, createTestClient, http, type PublicClient, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { honest, type Kind, lying, startProviders } from '@/test/fakes/rpc-providers'
import { addresses, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { addLeaf } from './add-leaf'
import { advanceBatch } from './advance-batch'
import { anchorChain, EAS_ABI } from './anchor-chain'
import { closeBatch } from './close-batch'

const LOCAL = 31337
const START = new Date('2026-11-20T12:00:00Z')
const at = (seconds: number) => systemContext('test', addSeconds(START, seconds))
const closing: (() => Promise<void>)[] = []

let fresh: TestDatabase
let db: Database
let truth: PublicClient
let key: Hex
beforeAll(async () => {
  fresh = await ownDesk()
  db = database()
  truth = createPublicClient({ chain: foundry, transport: http(rpcUrl()), pollingInterval: 50 })
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
})
beforeEach(async () => {
  key = generatePrivateKey()
  const anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  await anvil.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('10') })
})
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

async function provideBy(...kinds: Kind[]) {
  const fakes = await startProviders(kinds, rpcUrl())
  closing.push(fakes.close)
  env().rpcUrls.set(LOCAL, fakes.urls)
}

async function closedBatch(): Promise<string> {
  await addLeaf(sqlOver(db.pool), { kind: 'receipt', id: `0x${randomBytes(32).toString('hex')}` as Hex, now: START })
  const batch = await closeBatch(at(60), { maxLeaves: 4, maxSeconds: 60 })
  if (!batch) throw new Error('no batch was closed')
  return batch
}

const rowOf = (id: string) => db.prisma.anchorBatch.findUniqueOrThrow({ where: { id } })
const advance = (id: string) =>
  advanceBatch(at(61), id, ({ chainId, eas }) => ({ chain: anchorChain(chainId, eas), key }))
const timestampOf = (root: string) =>
  truth.readContract({
    address: addresses().eas as Hex,
    abi: EAS_ABI,
    functionName: 'getTimestamp',
    args: [root as Hex],
  })

/** Says of each transaction that it stands one block earlier than it does. */
const backdating: Kind = {
  calls: async ({ method, params }, forward) => {
    const answer = await forward(method, params)
    if (method !== 'eth_getTransactionReceipt' || answer === null) return answer

    const receipt = answer as { blockNumber: Hex; logs: object[] }
    const blockNumber = `0x${(Number(receipt.blockNumber) - 1).toString(16)}`
    const { hash: blockHash } = (await forward('eth_getBlockByNumber', [blockNumber, false])) as { hash: Hex }
    const logs = receipt.logs.map((log) => ({ ...log, blockNumber, blockHash }))
    return { ...receipt, blockNumber, blockHash, logs }
  },
}

describe('a provider that lies and is asked first', () => {
  it('makes no root timestamped that is not: without another of its word nothing is sent and nothing is final', async () => {
    await provideBy(lying(1n), honest)
    const id = await closedBatch()
    await expect(advance(id)).rejects.toThrow('Too few chain providers say the same')
    expect(await rowOf(id)).toMatchObject({ state: 'OPEN', txHash: null, blockNumber: null })
    expect(await timestampOf((await rowOf(id)).root)).toBe(0n)
  })

  it.each([
    ['that the root is there already', lying(1n)],
    ['in which block it is', backdating],
  ])('is outvoted on %s', async (_what, liar) => {
    await provideBy(liar, honest, honest)
    const id = await closedBatch()
    await expect
      .poll(() => advance(id).then(() => rowOf(id)), { timeout: 10_000, interval: 100 })
      .toMatchObject({ state: 'FINAL' })

    const { root, txHash, blockNumber, blockHash, blockTime } = await rowOf(id)
    const receipt = await truth.getTransactionReceipt({ hash: txHash as Hex })
    expect([blockNumber, blockHash]).toEqual([receipt.blockNumber, receipt.blockHash])
    expect(blockTime?.getTime()).toBe(Number(await timestampOf(root)) * 1000)
  })
})

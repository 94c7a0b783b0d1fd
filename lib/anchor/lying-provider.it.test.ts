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
import { backdating, denying, down, honest, type Kind, lying, startProviders } from '@/test/fakes/rpc-providers'
import { addresses, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { addLeaf } from './add-leaf'
import { advanceBatch } from './advance-batch'
import { advanceAnchor } from './anchor.job'
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
  truth = createPublicClient({ chain: foundry, transport: http(rpcUrl()) })
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
})
beforeEach(async () => {
  await db.pool.query('TRUNCATE anchor_leaves, anchor_batches, chain_transactions')
  key = generatePrivateKey()
  const anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  await anvil.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('10') })
})
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

/** What all of them become from now on. */
async function provideBy(...kinds: Kind[]) {
  const fakes = await startProviders(kinds, rpcUrl())
  closing.push(fakes.close)
  env().rpcUrls.set(LOCAL, fakes.urls)
  return (kind: Kind) => {
    for (const provider of fakes.providers) provider.become(kind)
  }
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
const until = (id: string, state: string) =>
  expect.poll(() => advance(id).then(() => rowOf(id)), { timeout: 10_000, interval: 100 }).toMatchObject({ state })
const timestampOf = (root: string) =>
  truth.readContract({
    address: addresses().eas as Hex,
    abi: EAS_ABI,
    functionName: 'getTimestamp',
    args: [root as Hex],
  })

async function expectTrue(id: string) {
  const { root, txHash, blockNumber, blockHash, blockTime } = await rowOf(id)
  const receipt = await truth.getTransactionReceipt({ hash: txHash as Hex })
  expect([blockNumber, blockHash]).toEqual([receipt.blockNumber, receipt.blockHash])
  expect(blockTime?.getTime()).toBe(Number(await timestampOf(root)) * 1000)
}

describe('a provider that is asked first, and lies', () => {
  it('makes no root final that nobody timestamped, and holds it up only while it lies', async () => {
    const become = await provideBy(lying(1n), honest, honest)
    const id = await closedBatch()
    for (let look = 0; look < 5; look++) await advance(id)
    expect(await rowOf(id)).toMatchObject({ state: 'OPEN', txHash: null, blockNumber: null })
    expect(await timestampOf((await rowOf(id)).root)).toBe(0n)

    become(honest)
    await until(id, 'FINAL')
    await expectTrue(id)
  })

  it('does not choose the block of a root', async () => {
    await provideBy(backdating, honest, honest)
    const id = await closedBatch()
    await until(id, 'FINAL')
    await expectTrue(id)
  })
})

describe('a provider that is alone with what it says', () => {
  it.each([
    ['since the others know nothing of it', [honest, denying, denying]],
    ['since the only other one is away', [honest, down]],
  ])('makes nothing final, %s', async (_why, kinds) => {
    const become = await provideBy(...kinds)
    const id = await closedBatch()
    await until(id, 'MINED')
    for (let look = 0; look < 3; look++) expect(await advance(id)).toBe('later')
    expect((await rowOf(id)).state).toBe('MINED')

    become(honest)
    await until(id, 'FINAL')
    await expectTrue(id)
  })

  it('is believed where it is the only one', async () => {
    await provideBy(honest)
    const id = await closedBatch()
    await until(id, 'FINAL')
    await expectTrue(id)
  })
})

describe('a chain nobody answers for', () => {
  it('is asked again a moment later, however often that was in vain', async () => {
    await provideBy(down)
    const id = await closedBatch()
    for (let look = 0; look < 3; look++) {
      await db.pool.query('DELETE FROM graphile_worker._private_jobs')
      await advanceAnchor.run(at(61), { batchId: id })
      const { rows } = await db.pool.query(
        `SELECT run_at < now() + interval '1 minute' AS soon, attempts FROM graphile_worker.jobs WHERE key = $1`,
        [`anchor:${id}`],
      )
      expect(rows).toEqual([{ soon: true, attempts: 0 }])
    }
  })
})

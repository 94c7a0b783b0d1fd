import { randomBytes } from 'node:crypto'
import {
  createPublicClient,
  createTestClient,
  createWalletClient,
  http,
  type PublicClient,
  parseEther,
  publicActions,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mined } from '@/lib/chain/mined.mjs'
import { STUCK_SECONDS } from '@/lib/chain/send/plan-send'
import { addSeconds } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { verifyInclusion } from '@/lib/proof/merkle'
import { ownDesk } from '@/test/desk-environment'
import { addresses, fundedAccount, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { addLeaf } from './add-leaf'
import { type Advance, type Anchoring, advanceBatch } from './advance-batch'
import { type AnchorChain, anchorChain, EAS_ABI } from './anchor-chain'
import { closeBatch } from './close-batch'
import { getAnchor } from './get-anchor'
import { proveLeaf } from './prove-leaf'

let fresh: TestDatabase
let db: Database
let client: PublicClient
let anvil: ReturnType<typeof createTestClient>
beforeAll(async () => {
  fresh = await ownDesk()
  db = database()
  client = createPublicClient({ chain: foundry, transport: http(rpcUrl()) })
  anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})

let key: Hex
let chain: AnchorChain
beforeEach(async () => {
  await db.pool.query('TRUNCATE anchor_leaves, anchor_batches, chain_transactions')
  key = generatePrivateKey()
  await anvil.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('10') })
  chain = anchorChain(31337, addresses().eas as Hex)
})

const START = new Date('2026-11-20T12:00:00Z')
const at = (seconds: number) => systemContext('test', addSeconds(START, seconds))
const hash = () => `0x${randomBytes(32).toString('hex')}` as Hex
const LIMITS = { maxLeaves: 4, maxSeconds: 60 }

async function addLeaves(count: number, seconds = 0): Promise<Hex[]> {
  const ids = Array.from({ length: count }, hash)
  for (const id of ids) await addLeaf(sqlOver(db.pool), { kind: 'receipt', id, now: addSeconds(START, seconds) })
  return ids
}
async function closedBatch(leaves = 2): Promise<string> {
  await addLeaves(leaves)
  const id = await closeBatch(at(60), LIMITS)
  if (!id) throw new Error('no batch was closed')
  return id
}
const rowOf = (id: string) => db.prisma.anchorBatch.findUniqueOrThrow({ where: { id } })
const advance = (id: string, seconds = 61, anchoring: Partial<Anchoring> = {}): Promise<Advance> =>
  advanceBatch(at(seconds), id, () => ({ chain, key, ...anchoring }))
const sender = () => privateKeyToAccount(key).address.toLowerCase()
const sentRows = () => db.prisma.chainTransaction.findMany({ orderBy: { nonce: 'asc' } })
const timestampings = async (root: string) =>
  client.getContractEvents({
    address: addresses().eas as Hex,
    abi: EAS_ABI,
    eventName: 'Timestamped',
    args: { data: root as Hex },
    fromBlock: 0n,
  })

/** Has a worker look until the batch is final. */
async function untilFinal(id: string, seconds = 61, anchoring: Partial<Anchoring> = {}) {
  await expect.poll(() => advance(id, seconds, anchoring), { timeout: 10_000, interval: 100 }).toBe('done')
  const row = await rowOf(id)
  expect(row.state).toBe('FINAL')
  return row
}

describe('closing a batch', () => {
  it('waits for the oldest leaf to be old enough, or for enough of them', async () => {
    await addLeaves(3, 10)
    expect(await closeBatch(at(69), LIMITS)).toBeNull()
    expect(await closeBatch(at(70), LIMITS)).not.toBeNull()

    await addLeaves(4, 71)
    expect(await closeBatch(at(71), LIMITS)).not.toBeNull()
    expect(await closeBatch(at(999), LIMITS)).toBeNull()
  })

  it('takes leaves in the order of their creation, and no more than fit', async () => {
    const later = await addLeaves(2, 5)
    const earlier = await addLeaves(3, 0)
    const id = await closeBatch(at(60), LIMITS)

    const leaves = await db.prisma.anchorLeaf.findMany({ where: { batchId: id }, orderBy: { index: 'asc' } })
    expect(leaves.map(({ leaf }) => leaf)).toEqual([...earlier, later[0]])
    expect((await rowOf(id ?? '')).size).toBe(4)
  })

  it('is done once by many workers', async () => {
    await addLeaves(4)
    const closed = await Promise.all(Array.from({ length: 6 }, () => closeBatch(at(60), LIMITS)))
    expect(closed.filter(Boolean)).toHaveLength(1)
    expect(await db.prisma.anchorBatch.count()).toBe(1)
  })

  it('adds a leaf once', async () => {
    const [id] = await addLeaves(1)
    await addLeaf(sqlOver(db.pool), { kind: 'receipt', id: id as Hex, now: START })
    expect(await db.prisma.anchorLeaf.count()).toBe(1)
  })
})

describe('anchoring', () => {
  it('timestamps the root and says where', async () => {
    const id = await closedBatch(3)
    expect((await rowOf(id)).state).toBe('OPEN')
    expect(await advance(id)).toBe('soon')
    expect(await rowOf(id)).toMatchObject({ state: 'SUBMITTED', txHash: expect.stringMatching(/^0x/) })

    const row = await untilFinal(id)
    const [event, ...others] = await timestampings(row.root)
    expect(others).toEqual([])
    expect(row.txHash).toBe(event?.transactionHash)
    expect(row.blockHash).toBe(event?.blockHash)
    expect(row.blockNumber).toBe(event?.blockNumber)
    expect(BigInt((row.blockTime?.getTime() ?? 0) / 1000)).toBe(event?.args.timestamp)
    expect((await sentRows()).map(({ state, hash }) => [state, hash])).toEqual([['MINED', row.txHash]])
  })

  it('proves each leaf, to whoever names it', async () => {
    const leaves = await addLeaves(3)
    await closeBatch(at(60), LIMITS)
    const row = await db.prisma.anchorBatch.findFirstOrThrow()

    const answer = await getAnchor(at(60), { root: row.root, leaf: leaves[1], kind: 'receipt' })
    expect(answer).toMatchObject({ root: row.root, state: 'OPEN', size: 3, chain_id: 'eip155:31337', block_time: null })
    expect(verifyInclusion(row.root as Hex, 'receipt', leaves[1] as Hex, answer.leaf?.proof ?? [])).toBe(true)
    expect(JSON.stringify(await getAnchor(at(60), { root: row.root, kind: 'receipt' }))).not.toContain(leaves[1])
    expect(await proveLeaf(db.prisma, 'verdict', leaves[1] as Hex)).toBeNull()

    await expect(getAnchor(at(60), { root: hash(), kind: 'receipt' })).rejects.toMatchObject({ code: 'E9008' })
    await expect(getAnchor(at(60), { root: row.root, leaf: hash(), kind: 'receipt' })).rejects.toMatchObject({
      code: 'E7001',
    })
  })

  it('sends several batches of one sender one after the other', async () => {
    const ids = [await closedBatch(), await closedBatch(), await closedBatch()]
    for (const id of ids) await advance(id)
    for (const id of ids) await untilFinal(id)
    expect((await sentRows()).map(({ nonce }) => nonce)).toEqual([0, 1, 2])
  })

  it('is sent once by two workers at once', async () => {
    const id = await closedBatch()
    await Promise.all(Array.from({ length: 5 }, () => advance(id)))
    const row = await untilFinal(id)
    expect(await sentRows()).toHaveLength(1)
    expect(await client.getTransactionCount({ address: sender() as Hex })).toBe(1)
    expect(await timestampings(row.root)).toHaveLength(1)
  })

  it('adopts what a third party timestamped first', async () => {
    const id = await closedBatch()
    const third = await timestampAs(await fundedAccount(), (await rowOf(id)).root)
    const row = await untilFinal(id)
    expect(row.txHash).toBe(third)
    expect(await sentRows()).toEqual([])
  })

  it('adopts it, too, when the third party was quicker while ours was on its way', async () => {
    const id = await closedBatch()
    const { root } = await rowOf(id)
    const overtaken: AnchorChain = {
      ...chain,
      gasFor: async (...args) => {
        const gas = await chain.gasFor(...args)
        await timestampAs(await fundedAccount(), root)
        return gas
      },
    }
    expect(await advance(id, 61, { chain: overtaken })).toBe('soon')
    const row = await untilFinal(id)
    const [event, ...others] = await timestampings(root)
    expect(others).toEqual([])
    expect(row.txHash).toBe(event?.transactionHash)
    expect((await sentRows()).map(({ state }) => state)).toEqual(['DROPPED'])
  })

  it('uses the nonce of a transaction nobody needs any more for the next batch', async () => {
    const id = await closedBatch()
    await advance(id, 61, { chain: { ...chain, send: async () => 'refused' } })
    await timestampAs(await fundedAccount(), (await rowOf(id)).root)
    await untilFinal(id)

    const next = await closedBatch()
    await untilFinal(next)
    expect((await sentRows()).map(({ nonce, subjectId, state }) => [nonce, subjectId, state])).toEqual([
      [0, next, 'MINED'],
    ])
  })

  it('waits for money', async () => {
    const id = await closedBatch()
    await anvil.setBalance({ address: sender() as Hex, value: 1000n })
    expect(await advance(id)).toBe('later')
    expect((await rowOf(id)).state).toBe('OPEN')
    expect(await sentRows()).toEqual([])

    await anvil.setBalance({ address: sender() as Hex, value: parseEther('1') })
    await untilFinal(id)
  })

  it('waits for a key', async () => {
    const id = await closedBatch()
    expect(await advance(id, 61, { key: undefined })).toBe('later')
    expect((await rowOf(id)).state).toBe('OPEN')
  })

  it('offers more for a transaction that is stuck, under the same nonce', async () => {
    const id = await closedBatch()
    await advance(id, 61, { chain: { ...chain, send: async () => 'sent' } })
    const [before] = await sentRows()
    await advance(id, 61 + STUCK_SECONDS - 1, { chain: { ...chain, send: async () => 'sent' } })
    expect(await sentRows()).toEqual([before])

    await advance(id, 61 + STUCK_SECONDS)
    const [after, ...others] = await sentRows()
    expect(others).toEqual([])
    expect(after?.nonce).toBe(before?.nonce)
    expect(after?.hash).not.toBe(before?.hash)
    expect(Number(after?.maxFeePerGas)).toBeGreaterThan(Number(before?.maxFeePerGas) * 1.1)
    expect((await untilFinal(id)).txHash).toBe(after?.hash)
  })
})

describe('a transaction nobody takes', () => {
  it('is offered for more and more, but not without end', async () => {
    const id = await closedBatch()
    const deaf: AnchorChain = { ...chain, send: async () => 'sent' }
    const offers = new Set<string>()
    for (let round = 0; round < 30; round++) {
      await advance(id, 61 + round * STUCK_SECONDS, { chain: deaf })
      const [row] = await sentRows()
      offers.add(row?.maxFeePerGas.toFixed(0) ?? '')
    }
    const [first = 0n, ...raised] = [...offers].map(BigInt)
    expect(raised.length).toBeGreaterThan(2)
    expect(raised.every((offer) => offer <= first * 10n)).toBe(true)
    await untilFinal(id, 61 + 30 * STUCK_SECONDS)
  })
})

describe('killed', () => {
  /** A chain that dies before or after the nth time it is asked. */
  function dying(callsToLive: number, when: 'before' | 'after'): AnchorChain {
    let calls = 0
    return new Proxy(chain, {
      get(target, name: keyof AnchorChain) {
        return async (...args: unknown[]) => {
          calls += 1
          if (calls === callsToLive && when === 'before') throw new Killed()
          const answer = await (target[name] as (...args: unknown[]) => Promise<unknown>)(...args)
          if (calls === callsToLive && when === 'after') throw new Killed()
          return answer
        }
      },
    })
  }
  class Killed extends Error {}
  const QUICK = { timeout: 5_000, interval: 50 }

  /** Connections that die before or after the nth transaction or statement that changes something. */
  function dyingDatabase(writesToLive: number, when: 'before' | 'after') {
    let writes = 0
    const mortal = async <T>(write: () => Promise<T>): Promise<T> => {
      writes += 1
      if (writes === writesToLive && when === 'before') throw new Killed()
      const result = await write()
      if (writes === writesToLive && when === 'after') throw new Killed()
      return result
    }
    const transaction = db.prisma.$transaction.bind(db.prisma) as (...args: unknown[]) => Promise<unknown>
    const query = db.pool.query.bind(db.pool) as (...args: unknown[]) => Promise<unknown>
    const isWrite = (statement: unknown) => /UPDATE|INSERT/.test((statement as { text?: string }).text ?? '')
    const bound = (target: object, name: string | symbol) => {
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    }
    return {
      db: new Proxy(db.prisma, {
        get: (target, name) =>
          name === '$transaction'
            ? (...args: unknown[]) => mortal(() => transaction(...args))
            : Reflect.get(target, name),
      }),
      pool: new Proxy(db.pool, {
        get: (target, name) =>
          name === 'query'
            ? (statement: unknown) => (isWrite(statement) ? mortal(() => query(statement)) : query(statement))
            : bound(target, name),
      }),
    }
  }

  /** Every nonce was used, by a transaction we know. */
  async function expectNoGaps() {
    const nonces = (await sentRows()).map(({ nonce }) => nonce)
    expect(nonces).toEqual(Array.from({ length: nonces.length }, (_, index) => index))
    expect(await client.getTransactionCount({ address: sender() as Hex })).toBe(nonces.length)
  }

  it.each(['before', 'after'] as const)(
    '%s each thing it asks of the chain, a batch is anchored once all the same',
    async (when) => {
      const killedAt: number[] = []
      for (let call = 1; call <= 14; call++) {
        const id = await closedBatch()
        const mortal = dying(call, when)
        await expect
          .poll(
            () =>
              advance(id, 61, { chain: mortal }).catch(
                (error) => error instanceof Killed && killedAt.push(call) && 'killed',
              ),
            QUICK,
          )
          .toMatch(/killed|done/)
        expect(await timestampings((await untilFinal(id)).root)).toHaveLength(1)
      }
      // Eleven questions take a batch from open to final; each was the last one once.
      expect(killedAt.slice(0, 11)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
      await expectNoGaps()
    },
  )

  it.each(['before', 'after'] as const)(
    '%s each thing it writes down, a batch is anchored once all the same',
    async (when) => {
      for (let write = 1; write <= 5; write++) {
        const id = await closedBatch()
        const ctx = { ...at(61), ...dyingDatabase(write, when) }
        await expect
          .poll(
            () => advanceBatch(ctx, id, () => ({ chain, key })).catch((error) => error instanceof Killed && 'killed'),
            QUICK,
          )
          .toMatch(/killed|done/)
        expect(await timestampings((await untilFinal(id)).root)).toHaveLength(1)
      }
      await expectNoGaps()
    },
  )

  it('between storing and sending: the stored bytes are sent by the next worker', async () => {
    const id = await closedBatch()
    const killed: AnchorChain = { ...chain, send: () => Promise.reject(new Killed('gone')) }
    await expect(advance(id, 61, { chain: killed })).rejects.toThrow('gone')
    const [stored] = await sentRows()
    expect(await rowOf(id)).toMatchObject({ state: 'SUBMITTED', txHash: stored?.hash })

    expect((await untilFinal(id)).txHash).toBe(stored?.hash)
    expect(await sentRows()).toHaveLength(1)
  })

  it('sent twice is mined once', async () => {
    const id = await closedBatch()
    const twice: AnchorChain = {
      ...chain,
      send: async (raw) => {
        await chain.send(raw)
        return chain.send(raw)
      },
    }
    await advance(id, 61, { chain: twice })
    await untilFinal(id)
    expect(await client.getTransactionCount({ address: sender() as Hex })).toBe(1)
  })
})

async function timestampAs(account: Awaited<ReturnType<typeof fundedAccount>>, root: string): Promise<Hex> {
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl()) }).extend(publicActions)
  const hash = await wallet.writeContract({
    address: addresses().eas as Hex,
    abi: EAS_ABI,
    functionName: 'timestamp',
    args: [root as Hex],
  })
  await mined(client, hash)
  return hash
}

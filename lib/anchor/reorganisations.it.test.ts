import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createPublicClient, createTestClient, createWalletClient, http, type PublicClient, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mined } from '@/lib/chain/mined.mjs'
import { addSeconds } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { startAnvil } from '@/scripts/start/anvil.mjs'
import { createFamily } from '@/scripts/start/children.mjs'
import { localAddresses, prepareDevnet } from '@/scripts/start/devnet.mjs'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { addLeaf } from './add-leaf'
import { advanceBatch } from './advance-batch'
import { type AnchorChain, anchorChain, EAS_ABI } from './anchor-chain'
import { closeBatch } from './close-batch'
import { recheckLocal } from './recheck-local'

/** A chain of its own: what happens to it here would ruin every other test. */
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-reorg-'))
const family = createFamily({ recordFile: path.join(folder, 'processes.json'), onDeath: () => {} })

let fresh: TestDatabase
let db: Database
let rpcUrl: string
let client: PublicClient
let anvil: ReturnType<typeof createTestClient>
beforeAll(async () => {
  rpcUrl = (await startAnvil({ family, log: path.join(folder, 'anvil.log') })).url
  await prepareDevnet({ rpcUrl })
  fresh = await ownDesk({ RPC_31337: rpcUrl })
  db = database()
  client = createPublicClient({ chain: foundry, transport: http(rpcUrl) })
  anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl) })
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
  await family.stopAll()
  rmSync(folder, { recursive: true, force: true })
})

let key: Hex
let chain: AnchorChain
beforeEach(async () => {
  await db.pool.query('TRUNCATE anchor_leaves, anchor_batches, chain_transactions')
  key = generatePrivateKey()
  await anvil.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('10') })
  chain = anchorChain(31337, localAddresses.eas as Hex)
})

const START = new Date('2026-11-20T12:00:00Z')
const at = (seconds: number) => systemContext('test', addSeconds(START, seconds))
const rowOf = (id: string) => db.prisma.anchorBatch.findUniqueOrThrow({ where: { id } })

async function closedBatch(): Promise<string> {
  const id = `0x${randomBytes(32).toString('hex')}` as Hex
  await addLeaf(sqlOver(db.pool), { kind: 'receipt', id, now: START })
  const batch = await closeBatch(at(60), { maxLeaves: 4, maxSeconds: 60 })
  if (!batch) throw new Error('no batch was closed')
  return batch
}
const advance = (id: string, seen: AnchorChain = chain) => advanceBatch(at(61), id, () => ({ chain: seen, key }))
async function until(state: string, id: string, seen: AnchorChain = chain) {
  await expect
    .poll(() => advance(id, seen).then(() => rowOf(id)), { timeout: 10_000, interval: 100 })
    .toMatchObject({ state })
  return rowOf(id)
}
const timestampings = (root: string) =>
  client.getContractEvents({
    address: localAddresses.eas as Hex,
    abi: EAS_ABI,
    eventName: 'Timestamped',
    args: { data: root as Hex },
    fromBlock: 0n,
  })
async function timestampByAnother(root: string): Promise<Hex> {
  const account = privateKeyToAccount(generatePrivateKey())
  await anvil.setBalance({ address: account.address, value: parseEther('1') })
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl) })
  const eas = { address: localAddresses.eas as Hex, abi: EAS_ABI } as const
  const hash = await wallet.writeContract({ ...eas, functionName: 'timestamp', args: [root as Hex] })
  await mined(client, hash)
  return hash
}
/** A chain on which nothing is final yet. */
const unsettled = (): AnchorChain => ({ ...chain, finalBlock: async () => 0 })

describe('a batch in a block that is not final', () => {
  it('waits for finality and then is final', async () => {
    const id = await closedBatch()
    await until('MINED', id, unsettled())
    expect(await advance(id, unsettled())).toBe('later')
    expect(await advance(id)).toBe('done')
    expect((await rowOf(id)).state).toBe('FINAL')
  })

  it('is sent again, the same root by the same bytes, when a reorganisation took the block', async () => {
    const id = await closedBatch()
    const snapshot = await anvil.snapshot()
    const before = await until('MINED', id, unsettled())

    await anvil.revert({ id: snapshot })
    await anvil.mine({ blocks: 5 })
    expect(await timestampings(before.root)).toEqual([])
    await until('REORGED', id, unsettled())
    expect(await rowOf(id)).toMatchObject({ root: before.root, blockNumber: null, blockHash: null, blockTime: null })
    expect(await db.prisma.chainTransaction.findMany({ select: { state: true, hash: true } })).toEqual([
      { state: 'SUBMITTED', hash: before.txHash },
    ])

    const after = await until('FINAL', id)
    expect(after).toMatchObject({ root: before.root, txHash: before.txHash })
    expect(after.blockHash).not.toBe(before.blockHash)
    expect(await timestampings(after.root)).toHaveLength(1)
  })

  it('is where it is now, when the other branch has it in another block', async () => {
    const id = await closedBatch()
    const snapshot = await anvil.snapshot()
    const before = await until('MINED', id, unsettled())

    await anvil.revert({ id: snapshot })
    await anvil.mine({ blocks: 2 })
    const hash = await timestampByAnother(before.root)
    const after = await until('FINAL', id)
    expect(after.txHash).toBe(hash)
    expect(after.blockHash).not.toBe(before.blockHash)
    expect(await db.prisma.chainTransaction.findMany({ select: { state: true } })).toEqual([{ state: 'DROPPED' }])
  })

  it('stays where it is while a provider merely lags behind', async () => {
    const id = await closedBatch()
    await until('MINED', id, unsettled())
    await db.prisma.anchorBatch.update({ where: { id }, data: { chainId: 11155111 } })
    const lagging: AnchorChain = { ...unsettled(), blockHashAt: async () => null, timestampOf: async () => 0n }
    expect(await advance(id, lagging)).toBe('soon')
    expect((await rowOf(id)).state).toBe('MINED')
  })
})

describe('a chain that was killed and lost its last blocks', () => {
  it('has its final batches anchored again, those it kept left alone', async () => {
    const [kept, lost, lostToo] = [await closedBatch(), await closedBatch(), await closedBatch()]
    const before = await until('FINAL', kept)
    const snapshot = await anvil.snapshot()
    const roots = [(await until('FINAL', lost)).root, (await until('FINAL', lostToo)).root]
    expect(await recheckLocal(at(70))).toBe(0)

    await anvil.revert({ id: snapshot })
    for (const root of roots) expect(await timestampings(root)).toEqual([])
    expect(await recheckLocal(at(70))).toBe(2)
    expect((await rowOf(kept)).finalAt).toEqual(before.finalAt)

    for (const id of [lost, lostToo]) await until('FINAL', id)
    for (const root of roots) expect(await timestampings(root)).toHaveLength(1)
    expect(await recheckLocal(at(80))).toBe(0)
  })

  it('has those anchored again that lie below a batch which came after the loss', async () => {
    const lost = await closedBatch()
    const snapshot = await anvil.snapshot()
    const { root, blockNumber } = await until('FINAL', lost)
    await anvil.revert({ id: snapshot })

    const next = await closedBatch()
    await anvil.mine({ blocks: 3 })
    await timestampByAnother((await rowOf(next)).root)
    expect(Number((await until('FINAL', next)).blockNumber)).toBeGreaterThan(Number(blockNumber))
    expect(await recheckLocal(at(70))).toBe(1)
    await until('FINAL', lost)
    expect(await timestampings(root)).toHaveLength(1)
    expect(await recheckLocal(at(80))).toBe(0)
  })

  it('gets new batches behind those that must be sent again, or before them', async () => {
    const lost = await closedBatch()
    const snapshot = await anvil.snapshot()
    await until('FINAL', lost)
    await anvil.revert({ id: snapshot })

    const next = await closedBatch()
    await advance(next)
    await recheckLocal(at(70))
    await until('FINAL', lost)
    await until('FINAL', next)
    for (const id of [lost, next]) expect(await timestampings((await rowOf(id)).root)).toHaveLength(1)
  })
})

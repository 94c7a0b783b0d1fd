import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createPublicClient, createTestClient, createWalletClient, http, type PublicClient, parseEther } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readChainNews } from '@/lib/chain/indexer/read-chain-news'
import { mined } from '@/lib/chain/mined.mjs'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { type Hex, sha256Hex } from '@/lib/proof/hash'
import { startAnvil } from '@/scripts/start/anvil.mjs'
import { createFamily } from '@/scripts/start/children.mjs'
import { localAddresses, prepareDevnet } from '@/scripts/start/devnet.mjs'
import { ownDesk } from '@/test/desk-environment'
import { acceptedChallenge, confirmBy } from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { type Call, disputeCall, expireCall, joinCall, openCall, settleCall, voidCall } from './calls'
import { followDeal } from './follow-deal'
import { listStakes } from './list-stakes'
import { type DealRow, findDeal, insertDeal } from './store'

/** A chain of its own: blocks are taken back here, and its clock is put forward. */
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-news-'))
const family = createFamily({ recordFile: path.join(folder, 'processes.json'), onDeath: () => {} })
const ESCROW = localAddresses.escrow as Hex

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
  client = createPublicClient({ chain: foundry, transport: http(rpcUrl), cacheTime: 0 })
  anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl) })
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
  await family.stopAll()
  rmSync(folder, { recursive: true, force: true })
})

type Party = Person & { account: PrivateKeyAccount }
type Agreed = { id: Hex; challengeId: string; row: DealRow; creator: Party; counterparty: Party }

let agreed: Agreed
let start: Hex
beforeEach(async () => {
  start = await anvil.snapshot()
  agreed = await agree()
})
afterEach(async () => {
  await anvil.revert({ id: start })
  await news()
})

async function party(): Promise<Party> {
  const account = privateKeyToAccount(generatePrivateKey())
  await anvil.setBalance({ address: account.address, value: parseEther('10') })
  return { ...(await person({ account })), account }
}

/** A FIRE challenge both have signed, its bonds in the chain's coin. */
async function agree(over: object = {}): Promise<Agreed> {
  const [creator, counterparty] = [await party(), await party()]
  const bond = { network: 'local', creator: '1000', counterparty: '2000', creator_base: '50' }
  const body = { mode: 'FIRE', title: 'The bridge opens on Friday', counterparty: counterparty.address, bond, ...over }
  const { id: challengeId } = await acceptedChallenge(creator, counterparty, body)
  const row = await findDeal(sqlOver(db.pool), { challengeId })
  if (!row) throw new Error('no deal was agreed')
  return { id: row.id, challengeId, row, creator, counterparty }
}

async function send(from: Party, call: Call): Promise<Hex> {
  const wallet = createWalletClient({ account: from.account, chain: foundry, transport: http(rpcUrl) })
  const hash = await wallet.sendTransaction(call)
  expect((await mined(client, hash)).status).toBe('success')
  return hash
}
const open = () => send(agreed.creator, openCall(ESCROW, agreed.row.deal))
const join = () => send(agreed.counterparty, joinCall(ESCROW, agreed.id, agreed.row.deal))

const ctx = () => systemContext('test')

/** What workers do when the chain has something new: read it, then follow whatever is to be followed. */
async function news(): Promise<void> {
  expect(await readChainNews(ctx(), { chainId: 31337 })).toBe('caught up')
  for (const dealId of await takeFollowed()) await followDeal(ctx(), { dealId })
}
async function takeFollowed(): Promise<string[]> {
  const { rows } = await db.pool.query(
    `DELETE FROM graphile_worker._private_jobs AS job USING graphile_worker._private_tasks AS task
     WHERE task.id = job.task_id AND task.identifier = 'follow-deal' RETURNING job.payload->>'dealId' AS id`,
  )
  return rows.map(({ id }) => id)
}

const stakes = async () =>
  (await listStakes(sqlOver(db.pool), agreed.challengeId)).map(({ role, kind, status }) => `${role} ${kind} ${status}`)
const deal = async () => (await findDeal(sqlOver(db.pool), { dealId: agreed.id })) as DealRow
const challenge = () => db.prisma.challenge.findUniqueOrThrow({ where: { id: agreed.challengeId } })
const canonical = () =>
  db.prisma.chainEvent.findMany({ where: { deal: agreed.id, canonical: true }, select: { name: true, txHash: true } })

describe('a deposit', () => {
  it('is pending when it is seen and held when it is confirmed', async () => {
    const txHash = await open()
    await news()
    await db.pool.query('UPDATE chain_cursors SET confirmed_number = block_number - 1')
    await followDeal(ctx(), { dealId: agreed.id })
    expect(await stakes()).toEqual(['creator HONESTY_BOND PENDING', 'creator BASE PENDING'])
    expect(await deal()).toMatchObject({ seenState: 'OPEN', state: 'NONE' })

    await db.pool.query('UPDATE chain_cursors SET confirmed_number = block_number')
    await followDeal(ctx(), { dealId: agreed.id })
    expect(await stakes()).toEqual(['creator HONESTY_BOND HELD', 'creator BASE HELD'])
    expect(await deal()).toMatchObject({ seenState: 'OPEN', state: 'OPEN' })

    const { blockNumber, blockHash } = await client.getTransactionReceipt({ hash: txHash })
    const { timestamp } = await client.getBlock({ blockHash })
    const [bond] = await listStakes(sqlOver(db.pool), agreed.challengeId)
    expect(bond).toMatchObject({
      ...{ party: agreed.creator.address, amount: 1_000n, confirmed: true, txHash, blockNumber, blockHash },
      blockTime: new Date(Number(timestamp) * 1000),
    })
  })

  it('is seen, too, when its log is stored in the very moment its deal is', async () => {
    await db.pool.query('DELETE FROM deals WHERE id = $1', [agreed.id])
    await open()
    await takeFollowed()
    const { id, challengeId, chainId, escrow, deal } = agreed.row
    await inSqlTransaction(ctx(), async (tx) => {
      await insertDeal(tx, { id, challengeId, chainId, escrow, deal })
      await readChainNews(ctx(), { chainId })
    })
    await news()
    expect(await stakes()).toEqual(['creator HONESTY_BOND HELD', 'creator BASE HELD'])
  })

  it('of both locks the challenge', async () => {
    await open()
    await news()
    expect((await challenge()).status).toBe('AWAITING_COUNTERPARTY')
    await join()
    await news()
    expect(await stakes()).toEqual([
      ...['creator HONESTY_BOND HELD', 'counterparty HONESTY_BOND HELD'],
      'creator BASE HELD',
    ])
    expect(await deal()).toMatchObject({ seenState: 'JOINED', state: 'JOINED' })
    expect((await challenge()).status).toBe('AWAITING_RESOLUTION')
  })

  it('is the same however often and by however many it is followed', async () => {
    await open()
    await join()
    await news()
    const before = [await stakes(), (await challenge()).logHead, await deal()]
    await Promise.all(Array.from({ length: 4 }, () => followDeal(ctx(), { dealId: agreed.id })))
    expect([await stakes(), (await challenge()).logHead, await deal()]).toEqual(before)
  })

  it('into somebody else’s deal is no news here', async () => {
    await takeFollowed()
    const other = { ...agreed.row.deal, salt: sha256Hex('another') }
    await send(agreed.creator, openCall(ESCROW, other))
    expect(await readChainNews(ctx(), { chainId: 31337 })).toBe('caught up')
    expect(await takeFollowed()).toEqual([])
    expect(await stakes()).toEqual([])
  })
})

describe('a reorganisation', () => {
  it('takes a deposit back, and counts it once when it is mined again', async () => {
    await open()
    const before = await anvil.snapshot()
    const raw = await signedJoin()
    await sendRaw(raw)
    await news()
    expect((await challenge()).status).toBe('AWAITING_RESOLUTION')

    await anvil.revert({ id: before })
    await anvil.mine({ blocks: 5 })
    await news()
    expect(await stakes()).toEqual(['creator HONESTY_BOND HELD', 'creator BASE HELD'])
    expect(await deal()).toMatchObject({ seenState: 'OPEN', state: 'OPEN' })
    expect((await challenge()).status).toBe('AWAITING_COUNTERPARTY')

    const hash = await sendRaw(raw)
    await news()
    expect(await canonical()).toMatchObject([{ name: 'Opened' }, { name: 'Joined', txHash: hash }])
    expect((await stakes())[1]).toBe('counterparty HONESTY_BOND HELD')
    expect((await listStakes(sqlOver(db.pool), agreed.challengeId))[1]).toMatchObject({ txHash: hash })
    expect((await challenge()).status).toBe('AWAITING_RESOLUTION')
    expect(await db.prisma.chainEvent.count({ where: { deal: agreed.id, name: 'Joined' } })).toBe(2)
  })

  it('that only makes the chain shorter takes back as much, and keeps the rest', async () => {
    const openedBy = await open()
    const before = await anvil.snapshot()
    await join()
    await anvil.mine({ blocks: 3 })
    await news()
    const followed = await challenge()

    await anvil.revert({ id: before })
    await news()
    expect(await canonical()).toEqual([{ name: 'Opened', txHash: openedBy }])
    expect(await deal()).toMatchObject({ seenState: 'OPEN', state: 'OPEN' })
    expect(followed.status).toBe('AWAITING_RESOLUTION')
    expect((await challenge()).status).toBe('AWAITING_COUNTERPARTY')

    await join()
    await news()
    expect((await challenge()).status).toBe('AWAITING_RESOLUTION')
  })

  it('that anvil makes itself is followed too', async () => {
    await open()
    await join()
    await news()
    await anvil.request({ method: 'anvil_reorg', params: [2, []] } as never)
    await news()
    expect(await stakes()).toEqual([])
    expect(await deal()).toMatchObject({ seenState: 'NONE', state: 'NONE' })
    expect((await challenge()).status).toBe('AWAITING_COUNTERPARTY')
  })
})

describe('what happens to a deal', () => {
  beforeEach(async () => {
    await open()
    await join()
  })

  it('ends as both signed: what the winner gets is released, the lost bond slashed', async () => {
    await news()
    for (const who of [agreed.creator, agreed.counterparty])
      await confirmBy(who, agreed.challengeId, 'CREATOR_WIN' as never)
    const offers = await db.prisma.offer.findMany({ where: { challengeId: agreed.challengeId, primaryType: 'Settle' } })
    const of = (role: string) => offers.find((offer) => offer.role === role) as never
    const endedTx = await send(agreed.counterparty, settleCall(ESCROW, of('creator'), of('counterparty')))
    await news()

    expect(await stakes()).toEqual([
      ...['creator HONESTY_BOND RELEASED', 'counterparty HONESTY_BOND SLASHED'],
      'creator BASE RELEASED',
    ])
    const row = await deal()
    expect(row).toMatchObject({ state: 'ENDED', ending: 'CREATOR_WIN', decider: 'PARTIES', endedTx })
    expect(await challenge()).toMatchObject({
      status: 'COMPLETED',
      outcome: 'CREATOR_WIN',
      receiptId: expect.any(String),
    })
  })

  it('expires by the chain’s clock, and everything is given back', async () => {
    await send(agreed.creator, disputeCall(ESCROW, agreed.id, agreed.row.deal, sha256Hex('case')))
    await news()
    expect((await stakes()).at(-1)).toBe('creator DISPUTE_FEE HELD')
    expect(await deal()).toMatchObject({ state: 'DISPUTED', disputeUntil: expect.any(Date), seedBlock: 0n })
    expect((await challenge()).status).toBe('DISPUTED')

    const { disputeUntil } = await deal()
    await anvil.setNextBlockTimestamp({ timestamp: BigInt(Number(disputeUntil) / 1000 + 1) })
    await send(agreed.counterparty, expireCall(ESCROW, agreed.id))
    await news()
    expect((await stakes()).map((line) => line.split(' ').at(-1))).toEqual(Array(4).fill('REFUNDED'))
    expect(await deal()).toMatchObject({ state: 'ENDED', ending: 'EXPIRED', decider: null })
    expect((await challenge()).status).toBe('EXPIRED')
  })

  it('kills the offers whose nonce was raised', async () => {
    await news()
    await confirmBy(agreed.creator, agreed.challengeId)
    await send(agreed.creator, voidCall(ESCROW, agreed.id))
    await news()
    expect(await challenge()).toMatchObject({ creatorNonce: 1, counterpartyNonce: 0 })
    expect(await db.prisma.offer.count({ where: { challengeId: agreed.challengeId, closedAt: null } })).toBe(0)
  })
})

describe('the seats of a panel', () => {
  /** Logs as the indexer keeps them: what draws and seats is tested with the contract. */
  const CASE = sha256Hex('the case')
  const [ONE, TWO] = [`0x${'a1'.repeat(20)}`, `0x${'a2'.repeat(20)}`]
  const seat = (round: number, number: number, member: string) => [
    'Seated',
    { round, seat: number, attempt: number, member },
  ]
  const opened = { opener: '', caseHash: CASE, fee: '200', until: '4000000000', seedBlock: '9' }

  async function logs(...said: unknown[][]): Promise<void> {
    const block = (await db.prisma.chainCursor.findFirstOrThrow()).blockNumber
    for (const [at, [name, args]] of said.entries()) {
      const data = {
        chainId: 31337,
        blockHash: sha256Hex(`block ${at}`),
        logIndex: at,
        blockNumber: block,
        name: String(name),
      }
      const where = {
        txHash: sha256Hex('tx'),
        address: ESCROW,
        deal: agreed.id,
        blockTime: new Date(),
        args: args as object,
      }
      await db.prisma.chainEvent.create({ data: { ...data, ...where } })
    }
    await followDeal(ctx(), { dealId: agreed.id })
  }
  const seats = () =>
    db.prisma.committeeSeat.findMany({
      select: { subjectId: true, round: true, member: true },
      orderBy: { round: 'asc' },
    })

  it('stand under the deal, and under its case when the desk knows it; those of a lost block are taken back', async () => {
    await open()
    await join()
    await news()
    await logs(['DisputeOpened', { ...opened, opener: agreed.creator.address }], seat(0, 0, ONE), seat(1, 0, TWO))
    expect(await seats()).toEqual([
      { subjectId: agreed.id, round: 0, member: ONE },
      { subjectId: agreed.id, round: 1, member: TWO },
    ])

    const document = {}
    const of = { challengeId: agreed.challengeId, dealId: agreed.id, openerRole: 'creator' }
    await db.prisma.disputeCase.create({ data: { id: CASE, ...of, document, status: 'PREPARED' } })
    await db.pool.query("UPDATE chain_events SET canonical = false WHERE args->>'member' = $1", [TWO])
    await followDeal(ctx(), { dealId: agreed.id })
    expect(await seats()).toEqual([{ subjectId: CASE, round: 0, member: ONE }])
  })
})

async function signedJoin(): Promise<Hex> {
  const wallet = createWalletClient({ account: agreed.counterparty.account, chain: foundry, transport: http(rpcUrl) })
  const request = await wallet.prepareTransactionRequest(joinCall(ESCROW, agreed.id, agreed.row.deal))
  return wallet.signTransaction(request)
}
async function sendRaw(serializedTransaction: Hex): Promise<Hex> {
  const hash = await client.request({ method: 'eth_sendRawTransaction', params: [serializedTransaction] })
  expect((await mined(client, hash)).status).toBe('success')
  return hash
}

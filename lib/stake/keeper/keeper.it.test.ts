import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeFunctionData,
  http,
  type PublicClient,
  parseAbi,
  parseEther,
} from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addLeaf } from '@/lib/anchor/add-leaf'
import { advanceBatch } from '@/lib/anchor/advance-batch'
import { anchorChain } from '@/lib/anchor/anchor-chain'
import { closeBatch } from '@/lib/anchor/close-batch'
import { readChainNews } from '@/lib/chain/indexer/read-chain-news'
import { mined } from '@/lib/chain/mined.mjs'
import { STUCK_SECONDS } from '@/lib/chain/send/plan-send'
import { addSeconds, currentTime } from '@/lib/clock'
import { buildRoster } from '@/lib/committee/roster'
import { insertRoster } from '@/lib/committee/store'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { type Hex, sha256Hex, ZERO_HASH } from '@/lib/proof/hash'
import { domainFor, settleTitle, typedData } from '@/lib/proof/typed-data'
import { startAnvil } from '@/scripts/start/anvil.mjs'
import { createFamily } from '@/scripts/start/children.mjs'
import { localAddresses, prepareDevnet } from '@/scripts/start/devnet.mjs'
import { ownDesk } from '@/test/desk-environment'
import { draft } from '@/test/factories/challenges'
import { person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { type Call, disputeCall, joinCall, openCall } from '../calls'
import { type Deal, dealId, ZERO_ADDRESS } from '../deal'
import { someDeal } from '../deal.fixture'
import { ESCROW_ABI } from '../escrow-abi'
import { followDeal } from '../follow-deal'
import { findDeal, insertDeal } from '../store'
import { keepDeal } from './keep-deal'
import { keepDeals } from './keeper.job'
import { keeper } from './keeper.sweep'
import { type KeeperChain, keeperChain } from './keeper-chain'
import type { Signer } from './plan-calls'
import { sendCall } from './send-call'
import { listDueCallIds, listDueDeals } from './store'

/** A chain of its own: time is moved here, and blocks are taken back. */
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-keeper-'))
const family = createFamily({ recordFile: path.join(folder, 'processes.json'), onDeath: () => {} })
const ESCROW = localAddresses.escrow as Hex
const FEED_ABI = parseAbi(['function setAnswer(int256 answer, uint256 updatedAt)'])

let fresh: TestDatabase
let db: Database
let rpcUrl: string
let client: PublicClient
let anvil: ReturnType<typeof createTestClient>
let chain: KeeperChain
beforeAll(async () => {
  rpcUrl = (await startAnvil({ family, log: path.join(folder, 'anvil.log') })).url
  await prepareDevnet({ rpcUrl })
  fresh = await ownDesk({ RPC_31337: rpcUrl })
  db = database()
  client = createPublicClient({ chain: foundry, transport: http(rpcUrl), cacheTime: 0 })
  anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl) })
  chain = keeperChain(31337)
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
  await family.stopAll()
  rmSync(folder, { recursive: true, force: true })
})

let key: Hex
beforeEach(async () => {
  await db.pool.query('TRUNCATE anchor_leaves, anchor_batches, chain_transactions, chain_calls, deals')
  key = generatePrivateKey()
  await anvil.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('10') })
})

let ticks = 0
/** A worker's next look: late enough for whatever was put off by a minute. */
const later = () => systemContext('test', addSeconds(currentTime(), ++ticks * 61))
const keeping =
  (changes: Partial<KeeperChain> = {}) =>
  () => ({ chain: { ...chain, ...changes }, key })
const sender = () => privateKeyToAccount(key).address
const calls = () => db.prisma.chainCall.findMany({ orderBy: { createdAt: 'asc' } })
const callStates = async () => (await calls()).map(({ purpose, state }) => [purpose, state])
const sentRows = () => db.prisma.chainTransaction.findMany({ orderBy: { nonce: 'asc' } })
const statusOf = (id: Hex) =>
  client.readContract({ address: ESCROW, abi: ESCROW_ABI, functionName: 'statusOf', args: [id] })
const ended = (id: Hex) => statusOf(id).then(({ state }) => state === 4)

type Party = PrivateKeyAccount
type Agreed = { id: Hex; deal: Deal; challengeId: string; creator: Party; counterparty: Party }

async function account(): Promise<Party> {
  const made = privateKeyToAccount(generatePrivateKey())
  await anvil.setBalance({ address: made.address, value: parseEther('10') })
  return made
}

async function send(from: Party, call: Call): Promise<void> {
  const wallet = createWalletClient({ account: from, chain: foundry, transport: http(rpcUrl) })
  const receipt = await mined(client, await wallet.sendTransaction(call))
  expect(receipt.status).toBe('success')
}

/** A deal both have paid into, and the desk knows of. */
async function joinedDeal(changes: Partial<Deal> = {}, resolution?: object): Promise<Agreed> {
  const { timestamp } = await client.getBlock()
  const [creator, counterparty, owner] = [await account(), await account(), await person()]
  const { id: challengeId } = await draft(owner)
  if (resolution) await db.prisma.challenge.update({ where: { id: challengeId }, data: { resolution } })
  const deal = someDeal({
    creator: creator.address.toLowerCase() as Hex,
    counterparty: counterparty.address.toLowerCase() as Hex,
    joinBy: timestamp + 3_600n,
    settleBy: timestamp + 7_200n,
    salt: sha256Hex(challengeId),
    ...changes,
  })
  const id = dealId(31337, ESCROW, deal)
  await insertDeal(sqlOver(db.pool), { id, challengeId, chainId: 31337, escrow: ESCROW, deal })
  await send(creator, openCall(ESCROW, deal))
  await send(counterparty, joinCall(ESCROW, id, deal))
  await news(id)
  return { id, deal, challengeId, creator, counterparty }
}

/** What the indexer does when the chain has something new. */
async function news(id: Hex): Promise<void> {
  await readChainNews(later(), { chainId: 31337 })
  await followDeal(later(), { dealId: id })
}

async function signOffer(agreed: Agreed, role: Signer, outcome = 'FULFILLED', signer?: Party): Promise<void> {
  const by = signer ?? (role === 'creator' ? agreed.creator : agreed.counterparty)
  const { timestamp } = await client.getBlock()
  const message = {
    title: settleTitle(outcome),
    challenge: agreed.challengeId,
    deal: agreed.id,
    final: agreed.deal.finalHash,
    outcome,
    toCreator: '0',
    toCounterparty: '0',
    nonce: '0',
    validUntil: String(timestamp + 86_400n),
  }
  const domain = domainFor(31337, ESCROW)
  const { types, primaryType } = typedData('Settle', domain, message)
  const signature = await by.signTypedData({ types, primaryType, domain, message } as Parameters<
    Party['signTypedData']
  >[0])
  await db.prisma.offer.create({
    data: {
      id: newId(),
      challengeId: agreed.challengeId,
      role,
      action: 'confirm',
      primaryType: 'Settle',
      signer: by.address.toLowerCase(),
      domain,
      message,
      signature,
      validUntil: new Date(Number(message.validUntil) * 1000),
      createdAt: currentTime(),
    },
  })
}
const signBoth = async (agreed: Agreed, outcome?: string) => {
  await signOffer(agreed, 'creator', outcome)
  await signOffer(agreed, 'counterparty', outcome)
}

/** A worker looks once: plans, sends what is due, and hears what the chain says. */
async function look(id: Hex, changes: Partial<KeeperChain> = {}): Promise<void> {
  await keepDeal(later(), id, keeping(changes))
  const ctx = later()
  for (const call of await listDueCallIds(sqlOver(db.pool), ctx.now, 50)) await sendCall(ctx, call, keeping(changes))
  await news(id)
  await keepDeal(later(), id, keeping(changes))
}

/** Looks until every call has come to its end. */
async function untilDone(id: Hex): Promise<void> {
  const areAllEnded = async () => (await calls()).every(({ state }) => state !== 'PENDING' && state !== 'SENT')
  await expect.poll(() => look(id).then(areAllEnded), { timeout: 20_000, interval: 50 }).toBe(true)
}

async function passTime(seconds: number): Promise<void> {
  await anvil.increaseTime({ seconds })
  await anvil.mine({ blocks: 1 })
}

describe('what both signed', () => {
  it('lands, and is done when the chain says so', async () => {
    const agreed = await joinedDeal()
    await signOffer(agreed, 'creator')
    await look(agreed.id)
    expect(await calls()).toEqual([])

    await signOffer(agreed, 'counterparty')
    await untilDone(agreed.id)
    expect(await callStates()).toEqual([['SETTLE', 'DONE']])
    expect(await findDeal(sqlOver(db.pool), { dealId: agreed.id })).toMatchObject({
      state: 'ENDED',
      ending: 'FULFILLED',
      decider: 'PARTIES',
    })
    expect((await sentRows()).map(({ purpose, state }) => [purpose, state])).toEqual([['call', 'MINED']])
  })

  it('is found by the sweep when nobody said a word', async () => {
    const agreed = await joinedDeal()
    const due = async () => (await listDueDeals(sqlOver(db.pool), [31337], currentTime(), 50)).map(({ id }) => id)
    expect(await due()).toEqual([])
    await signBoth(agreed)
    expect(await due()).toEqual([agreed.id])

    await db.pool.query('DELETE FROM graphile_worker._private_jobs')
    await keeper.run(later())
    await keeper.run(later())
    const { rows } = await db.pool.query('SELECT task_identifier AS task FROM graphile_worker.jobs')
    expect(rows).toEqual([{ task: 'keep-deal' }])
  })

  it('is left to whoever was quicker', async () => {
    const agreed = await joinedDeal()
    await signBoth(agreed)
    await keepDeal(later(), agreed.id, keeping())
    const [call] = await calls()
    await send(await account(), { to: ESCROW, data: call?.data as Hex, value: 0n })

    await sendCall(later(), call?.id ?? '', keeping())
    expect(await sentRows()).toEqual([])
    await untilDone(agreed.id)
    expect(await callStates()).toEqual([['SETTLE', 'DONE']])
    expect(await client.getTransactionCount({ address: sender() })).toBe(0)
  })

  it('is dropped when the deal ended in another way', async () => {
    const resolver = await account()
    const agreed = await joinedDeal({ resolver: resolver.address.toLowerCase() as Hex })
    await signOffer(agreed, 'moderator', 'CREATOR_WIN', resolver)
    await keepDeal(later(), agreed.id, keeping())
    await signBoth(agreed, 'DRAW')
    await untilDone(agreed.id)
    expect(await callStates()).toEqual([
      ['RESOLVER', 'DROPPED'],
      ['SETTLE', 'DONE'],
    ])
  })

  it('is given up, loudly, when the contract goes on refusing it, and the deal then ends by its clock', async () => {
    const agreed = await joinedDeal()
    await signOffer(agreed, 'creator')
    await signOffer(agreed, 'counterparty', 'FULFILLED', await account())
    for (let tries = 0; tries < 12; tries++) await look(agreed.id)
    expect(await callStates()).toEqual([['SETTLE', 'FAILED']])
    expect((await calls())[0]).toMatchObject({ tries: 10, error: 'InvalidSignature' })
    expect(await client.getTransactionCount({ address: sender() })).toBe(0)

    await passTime(7_300)
    await db.pool.query('UPDATE chain_calls SET updated_at = $1', [addSeconds(currentTime(), ticks * 61)])
    await untilDone(agreed.id)
    expect(await callStates()).toEqual([
      ['SETTLE', 'FAILED'],
      ['EXPIRE', 'DONE'],
    ])
  })

  it('is not paid for when a wallet contract makes it burn gas', async () => {
    const agreed = await joinedDeal()
    await signBoth(agreed)
    for (let tries = 0; tries < 12; tries++) await look(agreed.id, { gasFor: async () => 1_000_001n })
    expect(await callStates()).toEqual([['SETTLE', 'FAILED']])
    expect((await calls())[0]?.error).toBe('takes too much gas')
    expect(await sentRows()).toEqual([])
  })

  it('costs the desk little when wallets say yes and then no in the block, however often they sign', async () => {
    const agreed = await joinedDeal()
    const stranger = await account()
    for (let signed = 0; signed < 5; signed++) {
      await db.prisma.offer.deleteMany({ where: { challengeId: agreed.challengeId } })
      await passTime(1)
      await signOffer(agreed, 'creator', 'FULFILLED', stranger)
      await signOffer(agreed, 'counterparty', 'FULFILLED', stranger)
      for (let tries = 0; tries < 6; tries++) await look(agreed.id, { gasFor: async () => 300_000n })
    }
    expect(await callStates()).toEqual(Array.from({ length: 3 }, () => ['SETTLE', 'FAILED']))
    expect(await client.getTransactionCount({ address: sender() })).toBe(6)

    await passTime(7_300)
    await untilDone(agreed.id)
    expect((await callStates()).at(-1)).toEqual(['EXPIRE', 'DONE'])
  })
})

describe('a chain that does not answer', () => {
  it('is asked again by the queue, without waiting longer each time', async () => {
    const agreed = await joinedDeal()
    await signBoth(agreed)
    await db.pool.query('DELETE FROM graphile_worker._private_jobs')
    // No provider is set for this one.
    await db.pool.query('UPDATE deals SET chain_id = 10')
    await keepDeals.run(later(), { dealId: agreed.id })
    await db.pool.query('UPDATE deals SET chain_id = 31337')

    const { rows } = await db.pool.query('SELECT task_identifier AS task, attempts FROM graphile_worker.jobs')
    expect(rows).toEqual([{ task: 'keep-deal', attempts: 0 }])
    await untilDone(agreed.id)
    expect(await callStates()).toEqual([['SETTLE', 'DONE']])
  })
})

describe('the resolver, and the clock', () => {
  it('are taken to the chain', async () => {
    const resolver = await account()
    const agreed = await joinedDeal({ resolver: resolver.address.toLowerCase() as Hex })
    await signOffer(agreed, 'moderator', 'CREATOR_WIN', resolver)
    await untilDone(agreed.id)
    expect(await callStates()).toEqual([['RESOLVER', 'DONE']])

    const forgotten = await joinedDeal()
    await look(forgotten.id)
    expect(await ended(forgotten.id)).toBe(false)
    await passTime(7_300)
    await untilDone(forgotten.id)
    expect(await callStates()).toContainEqual(['EXPIRE', 'DONE'])
    expect(await ended(forgotten.id)).toBe(true)
  })
})

describe('a panel', () => {
  const members = [1, 2, 3, 4, 5].map((digit) => ({ id: `0x${String(digit).repeat(40)}`, weight: 100n }))
  const roster = buildRoster(members)
  const panel = { root: roster.root, totalWeight: roster.totalWeight, k: 2, m: 3, struck: [] }

  it('gets its seed and its seats, again when the block went out of reach', async () => {
    await insertRoster(sqlOver(db.pool), 1, roster, currentTime())
    const agreed = await joinedDeal({ panel }, { strategy: 'COMMITTEE', panel: { epoch: 1 } })
    await send(agreed.creator, disputeCall(ESCROW, agreed.id, agreed.deal, `0x${'ca'.repeat(32)}`))
    await news(agreed.id)
    await look(agreed.id)
    expect(await calls()).toEqual([])

    await anvil.mine({ blocks: 300 })
    await untilDone(agreed.id)
    expect((await statusOf(agreed.id)).seed).toBe(ZERO_HASH)
    expect(await callStates()).toEqual([['FIX_SEED', 'DONE']])

    await anvil.mine({ blocks: 6 })
    await untilDone(agreed.id)
    expect((await statusOf(agreed.id)).seed).not.toBe(ZERO_HASH)
    await untilDone(agreed.id)
    expect((await statusOf(agreed.id)).seats).toHaveLength(3)
    await look(agreed.id)
    expect(await callStates()).toEqual([
      ['FIX_SEED', 'DONE'],
      ['FIX_SEED', 'DONE'],
      ['SEAT', 'DONE'],
    ])

    await passTime(24 * 3_600)
    await untilDone(agreed.id)
    expect(await statusOf(agreed.id)).toMatchObject({ round: 1, seats: [] })
    await anvil.mine({ blocks: 6 })
    for (let rounds = 0; rounds < 3; rounds++) await untilDone(agreed.id)
    expect((await statusOf(agreed.id)).seats).toHaveLength(3)
    expect((await calls()).every(({ state }) => state === 'DONE')).toBe(true)
  })
})

describe('a verdict', () => {
  it('is taken to the chain once k members have voted the same, and pays them', async () => {
    const members = [await account(), await account(), await account()]
    const lower = members.map(({ address }) => address.toLowerCase() as Hex)
    const roster = buildRoster(lower.map((id) => ({ id, weight: 100n })))
    await insertRoster(sqlOver(db.pool), 2, roster, currentTime())
    const panel = { root: roster.root, totalWeight: roster.totalWeight, k: 2, m: 3, struck: [] }
    const agreed = await joinedDeal({ panel }, { strategy: 'COMMITTEE', panel: { epoch: 2 } })
    const caseId = sha256Hex(agreed.id)
    await send(agreed.creator, disputeCall(ESCROW, agreed.id, agreed.deal, caseId))
    await news(agreed.id)
    await anvil.mine({ blocks: 6 })
    for (let rounds = 0; rounds < 2; rounds++) await untilDone(agreed.id)
    expect((await statusOf(agreed.id)).seats).toHaveLength(3)

    await db.prisma.disputeCase.create({
      data: {
        id: caseId,
        challengeId: agreed.challengeId,
        dealId: agreed.id,
        openerRole: 'creator',
        document: {},
        status: 'OPEN',
      },
    })
    const outcomes = ['COUNTERPARTY_WIN', 'CREATOR_WIN', 'CREATOR_WIN']
    for (const [index, member] of members.entries()) {
      expect(await ended(agreed.id)).toBe(false)
      await vote(agreed, caseId, member, outcomes[index] ?? '')
      await look(agreed.id)
    }
    await untilDone(agreed.id)
    expect((await callStates()).at(-1)).toEqual(['PANEL', 'DONE'])
    expect(await findDeal(sqlOver(db.pool), { dealId: agreed.id })).toMatchObject({
      ending: 'CREATOR_WIN',
      decider: 'PANEL',
    })
    // 500 lost: 50 and the fee of 100 to two of the panel, of which the opener, who won, has 50 back.
    const credits = await Promise.all([agreed.deal.creator, ...lower].map(creditOf))
    expect(credits).toEqual([1_000n + 250n + 50n, 0n, 50n, 50n])
  })

  async function vote({ id, deal }: Agreed, caseId: Hex, member: Party, outcome: string): Promise<void> {
    const domain = domainFor(31337, ESCROW)
    const message = { title: `Countersign: vote for ${outcome}`, deal: id, final: deal.finalHash, round: 0, outcome }
    const { types, primaryType } = typedData('Vote', domain, message)
    const asked = { types, primaryType, domain, message } as Parameters<Party['signTypedData']>[0]
    const signature = await member.signTypedData(asked)
    const voter = member.address.toLowerCase()
    const data = { id: newId(), caseId, round: 0, member: voter, outcome, domain, message, signature }
    await db.prisma.caseVote.create({ data: { ...data, signatureHash: sha256Hex(signature) } })
  }

  const creditOf = (member: Hex) =>
    client.readContract({
      address: ESCROW,
      abi: ESCROW_ABI,
      functionName: 'credited',
      args: [ZERO_ADDRESS, member],
    })
})

describe('a feed', () => {
  it('is looked at until the deal ends, now and then when its time is long over', async () => {
    const { timestamp } = await client.getBlock()
    const oracle = { feed: localAddresses.testFeed as Hex, comparator: 0 as const, threshold: 100n }
    const [notBefore, maxAge] = [timestamp - 60n, 120n]
    const agreed = await joinedDeal({ oracle: { ...oracle, notBefore, maxAge }, settleBy: timestamp + 86_400n })
    const looksAt = async (seconds: bigint) => {
      const now = new Date(Number(seconds) * 1000)
      let looks = 0
      for (let sweeps = 0; sweeps < 600; sweeps++)
        looks += (await listDueDeals(sqlOver(db.pool), [31337], now, 50)).filter(({ id }) => id === agreed.id).length
      return looks
    }
    expect(await looksAt(notBefore - 1n)).toBe(0)
    expect(await looksAt(notBefore + maxAge + 3_000n)).toBe(600)
    const late = await looksAt(notBefore + maxAge + 40_000n)
    expect(late).toBeGreaterThan(0)
    expect(late).toBeLessThan(60)
  })

  it('that is stale decides nothing; its first round in time does, once', async () => {
    const teller = await account()
    const say = async (answer: bigint, updatedAt: bigint) => {
      const data = encodeFunctionData({ abi: FEED_ABI, functionName: 'setAnswer', args: [answer, updatedAt] })
      await send(teller, { to: localAddresses.testFeed as Hex, data, value: 0n })
    }
    const { timestamp } = await client.getBlock()
    const notBefore = timestamp - 60n
    const oracle = {
      feed: localAddresses.testFeed as Hex,
      comparator: 0 as const,
      threshold: 100n,
      notBefore,
      maxAge: 3_000n,
    }
    await say(500n, notBefore - 10n)
    const agreed = await joinedDeal({ oracle })
    await look(agreed.id)
    expect(await calls()).toEqual([])

    await say(99n, notBefore + 5n)
    await say(500n, notBefore + 9n)
    await untilDone(agreed.id)
    expect(await callStates()).toEqual([['ORACLE', 'DONE']])
    expect(await findDeal(sqlOver(db.pool), { dealId: agreed.id })).toMatchObject({
      ending: 'COUNTERPARTY_WIN',
      decider: 'ORACLE',
    })
  })
})

describe('killed, raced and taken back', () => {
  it('between storing and sending: run again, one transaction counts', async () => {
    const agreed = await joinedDeal()
    await signBoth(agreed)
    const gone = { send: () => Promise.reject(new Error('gone')) }
    await expect(look(agreed.id, gone)).rejects.toThrow('gone')
    const [stored] = await sentRows()
    expect(await callStates()).toEqual([['SETTLE', 'SENT']])
    expect(await ended(agreed.id)).toBe(false)

    await untilDone(agreed.id)
    expect(await callStates()).toEqual([['SETTLE', 'DONE']])
    expect((await sentRows()).map(({ hash, state }) => [hash, state])).toEqual([[stored?.hash, 'MINED']])
    expect(await client.getTransactionCount({ address: sender() })).toBe(1)
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('before and after thing %i it asks of the chain', async (callsToLive) => {
    for (const when of ['before', 'after']) {
      const agreed = await joinedDeal()
      await signBoth(agreed)
      let asked = 0
      const mortal = new Proxy(chain, {
        get: (target, name: keyof KeeperChain) => {
          return async (...args: unknown[]) => {
            const isLast = ++asked === callsToLive
            if (isLast && when === 'before') throw new Error('killed')
            const answer = await (target[name] as (...args: unknown[]) => Promise<unknown>)(...args)
            if (isLast) throw new Error('killed')
            return answer
          }
        },
      })
      const names = Object.keys(chain) as (keyof KeeperChain)[]
      const mortalChain = Object.fromEntries(names.map((name) => [name, mortal[name]])) as Partial<KeeperChain>
      await look(agreed.id, mortalChain).catch((error: Error) => expect(error.message).toBe('killed'))
      await untilDone(agreed.id)
      expect(await ended(agreed.id)).toBe(true)
    }
    expect((await calls()).map(({ state }) => state)).toEqual(['DONE', 'DONE'])
    expect(await client.getTransactionCount({ address: sender() })).toBe(2)
    expect((await sentRows()).map(({ nonce }) => nonce)).toEqual([0, 1])
  })

  it('by several workers at once: one call, one transaction', async () => {
    const agreed = await joinedDeal()
    await signBoth(agreed)
    await Promise.all(Array.from({ length: 5 }, () => keepDeal(later(), agreed.id, keeping())))
    const [call, ...others] = await calls()
    expect(others).toEqual([])

    const ctx = later()
    await Promise.all(Array.from({ length: 5 }, () => sendCall(ctx, call?.id ?? '', keeping())))
    await untilDone(agreed.id)
    expect(await callStates()).toEqual([['SETTLE', 'DONE']])
    expect(await client.getTransactionCount({ address: sender() })).toBe(1)
  })

  it('by the chain: what a reorganisation took away is called again', async () => {
    const agreed = await joinedDeal()
    await signBoth(agreed)
    const snapshot = await anvil.snapshot()
    await untilDone(agreed.id)
    expect(await callStates()).toEqual([['SETTLE', 'DONE']])
    const [before] = await sentRows()
    // The desk has ended it; for the chain it goes on.
    await db.pool.query(
      "UPDATE challenges SET status = 'COMPLETED', ended_at = now(), deadline_at = NULL, deadline_then = NULL WHERE id = $1",
      [agreed.challengeId],
    )
    await db.pool.query("UPDATE offers SET closed_at = now(), closed_why = 'ended'")

    await anvil.revert({ id: snapshot })
    await anvil.mine({ blocks: 3 })
    expect(await ended(agreed.id)).toBe(false)
    await news(agreed.id)
    expect((await listDueDeals(sqlOver(db.pool), [31337], later().now, 50)).map(({ id }) => id)).toEqual([agreed.id])

    await untilDone(agreed.id)
    expect(await ended(agreed.id)).toBe(true)
    expect(await callStates()).toEqual([['SETTLE', 'DONE']])
    expect((await sentRows()).map(({ hash }) => hash)).toEqual([before?.hash])
  })

  it('offers more when it is stuck, under the same nonce', async () => {
    const agreed = await joinedDeal()
    await signBoth(agreed)
    await look(agreed.id, { send: async () => 'sent' })
    const [before] = await sentRows()
    ticks += Math.ceil(STUCK_SECONDS / 61)
    await untilDone(agreed.id)
    const [after, ...others] = await sentRows()
    expect(others).toEqual([])
    expect(after?.nonce).toBe(before?.nonce)
    expect(after?.hash).not.toBe(before?.hash)
    expect(await ended(agreed.id)).toBe(true)
  })
})

describe('one sender for anchors and calls', () => {
  it('leaves no gap, whatever is dropped on the way', async () => {
    const batch = async () => {
      await addLeaf(sqlOver(db.pool), { kind: 'receipt', id: sha256Hex(newId()), now: currentTime() })
      const id = await closeBatch(systemContext('test', addSeconds(currentTime(), 60)), {
        maxLeaves: 4,
        maxSeconds: 60,
      })
      if (!id) throw new Error('no batch was closed')
      return id
    }
    const [first, second] = [await batch(), await batch()]
    const anchors = anchorChain(31337, localAddresses.eas as Hex)
    const advance = (id: string, changes = {}) =>
      advanceBatch(later(), id, () => ({ chain: { ...anchors, ...changes }, key }))
    const silent = { send: async () => 'sent' as const }

    // Nothing reaches a node: an anchor holds nonce 0, a call 1, another anchor 2.
    const agreed = await joinedDeal()
    await signBoth(agreed)
    await advance(first, silent)
    await look(agreed.id, silent)
    await advance(second, silent)
    expect((await sentRows()).map(({ nonce, purpose }) => [nonce, purpose])).toEqual([
      [0, 'anchor'],
      [1, 'call'],
      [2, 'anchor'],
    ])

    // Somebody else settles it: the call is pointless, and what stands behind its nonce has to come down.
    const [call] = await calls()
    await send(await account(), { to: ESCROW, data: call?.data as Hex, value: 0n })
    await news(agreed.id)
    await untilDone(agreed.id)
    expect(await callStates()).toEqual([['SETTLE', 'DONE']])
    for (const id of [first, second]) await expect.poll(() => advance(id), { timeout: 10_000 }).toBe('done')

    expect((await sentRows()).filter(({ state }) => state === 'MINED').map(({ nonce }) => nonce)).toEqual([0, 1])
    expect(await client.getTransactionCount({ address: sender() })).toBe(2)
  })
})

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Abi, createPublicClient, createWalletClient, type Hex, http } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { quorumOf } from '@/lib/chain/chain-quorum'
import { mined } from '@/lib/chain/mined.mjs'
import { openProvider } from '@/lib/chain/providers'
import { confirmChallenge } from '@/lib/challenge/confirm'
import { verifyChallenge } from '@/lib/challenge/verify'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { env } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { ownDesk } from '@/test/desk-environment'
import { as, draft, sign } from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import { fundedAccount, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { findDecidingRound } from './find-deciding-round'
import { localOracles } from './oracle.job'
import { resolveByOracle } from './resolve-by-oracle'

const CHAIN = 31337
const { abi, bytecode }: { abi: Abi; bytecode: Hex } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '..', 'chain', 'abi', 'test-feed.json'), 'utf8'),
)

let fresh: TestDatabase
let wallet: ReturnType<typeof openWallet>
let ann: Person
beforeAll(async () => {
  fresh = await ownDesk()
  wallet = openWallet(await fundedAccount())
  ann = await person()
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})

function openWallet(account: Awaited<ReturnType<typeof fundedAccount>>) {
  return createWalletClient({ account, chain: foundry, transport: http(rpcUrl()) })
}
const chain = () => createPublicClient({ chain: foundry, transport: http(rpcUrl()) })

let feed: Hex
beforeEach(async () => {
  feed = await deployFeed(8)
})

/** A feed of this test's own, which the desk lists. */
async function deployFeed(decimals: number): Promise<Hex> {
  const { contractAddress } = await mined(
    chain(),
    await wallet.deployContract({ abi, bytecode, args: [decimals, 'TEST / USD'] }),
  )
  env().local.testFeed = (contractAddress as Hex).toLowerCase()
  return env().local.testFeed as Hex
}
const say = async (answer: bigint, updatedAt: number) =>
  mined(
    chain(),
    await wallet.writeContract({ address: feed, abi, functionName: 'setAnswer', args: [answer, BigInt(updatedAt)] }),
  )

const seconds = () => Math.floor(Date.now() / 1000)
const find = (notBefore: number, maxAge = 600) =>
  findDecidingRound(
    { now: currentTime() },
    { chainId: CHAIN, oracle: { feed, notBefore: BigInt(notBefore), maxAge: BigInt(maxAge) } },
  )
const refuses = async (work: Promise<unknown>, code: 'E4001' | 'E4002') => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(isAppError(error, code), String(error)).toBe(true)
}

describe('asking a feed', () => {
  it('finds nothing while there is no round, none that counts, and then the one', async () => {
    const from = seconds() - 60
    expect(await find(from)).toBe('none yet')
    await say(5n, from - 1)
    expect(await find(from)).toBe('none yet')
    await say(7n, from + 2)
    await say(9n, from + 3)
    expect(await find(from)).toEqual({ roundId: 2n, answer: 7n, updatedAt: BigInt(from + 2) })
  })

  it('tells a round that may still come from one that never will', async () => {
    const from = seconds() - 60
    expect(await find(from, 10)).toBe('never')
    await say(5n, from - 1)
    await say(-7n, from + 2)
    await say(7n, from + 3)
    expect(await find(from)).toBe('never')
  })

  it('cannot be read: no provider, or no feed at all', async () => {
    const window = { chainId: CHAIN, oracle: { feed, notBefore: 1n, maxAge: 1n } }
    const dead = quorumOf(CHAIN, [openProvider('http://127.0.0.1:1')])
    await refuses(findDecidingRound({ now: currentTime() }, window, dead), 'E4001')
    feed = `0x${'77'.repeat(20)}`
    await refuses(find(1), 'E4001')
  })

  it('does not take a feed that counts otherwise than it was listed', async () => {
    feed = await deployFeed(18)
    await refuses(find(seconds()), 'E4002')
  })
})

describe('a SOLO challenge with an oracle', () => {
  const desk = () => systemContext('test')

  async function awaiting(over: object = {}) {
    const oracle = {
      feed,
      comparator: 'gte',
      threshold: '100',
      not_before: addSeconds(currentTime(), 60).toISOString(),
      max_age_seconds: 600,
      ...over,
    }
    const { id } = await draft(ann, {
      mode: 'SOLO',
      title: 'Ether above 100',
      resolution: { strategy: 'ORACLE', oracle },
    })
    const confirmed = await confirmChallenge(as(ann), { id, signature: await sign(ann, id, { action: 'confirm' }) })
    expect(confirmed.status).toBe('AWAITING_RESOLUTION')
    return { id, from: Math.ceil(Date.parse(oracle.not_before) / 1000) }
  }
  const outcomeOf = async (id: string) => {
    const { status, outcome } = await resolveByOracle(desk(), { id })
    return [status, outcome]
  }

  it.each([
    ['gte', 100n, 'FULFILLED'],
    ['gte', 99n, 'NO_CONTEST'],
    ['lte', 100n, 'FULFILLED'],
    ['lte', 101n, 'NO_CONTEST'],
  ] as const)('waits, and %s 100 with %d ends as %s with a receipt', async (comparator, answer, outcome) => {
    const { id, from } = await awaiting({ comparator })
    await say(500n, from - 5)
    expect(await outcomeOf(id)).toEqual(['AWAITING_RESOLUTION', null])
    await say(answer, from + 1)
    await say(1n, from + 2)

    expect(await outcomeOf(id)).toEqual(['COMPLETED', outcome])
    const receipt = await database().prisma.receipt.findFirstOrThrow({ where: { subjectId: id } })
    expect(receipt.status).toBe('FINALIZED')
    expect(receipt.document).toMatchObject({
      outcome,
      quorum: { kind: 'oracle', k: 1, m: 1 },
    })
    const log = await database().prisma.challengeEvent.findFirstOrThrow({
      where: { challengeId: id, action: 'resolve' },
    })
    expect(log.data).toMatchObject({ outcome, round_id: '2', answer: answer.toString() })
  })

  it('ends once when two look at the same time, and again later', async () => {
    const { id, from } = await awaiting()
    await say(1n, from - 5)
    await say(100n, from)
    const [one, other] = await Promise.all([outcomeOf(id), outcomeOf(id)])
    expect([one, other, await outcomeOf(id)]).toEqual(Array(3).fill(['COMPLETED', 'FULFILLED']))
    expect(await database().prisma.receipt.count({ where: { subjectId: id } })).toBe(1)
  })

  it('is looked at when its owner asks, and says when the feed will never decide', async () => {
    const { id, from } = await awaiting()
    expect(await verifyChallenge(as(ann), { id })).toMatchObject({ status: 'AWAITING_RESOLUTION', outcome: null })
    await say(1n, from - 5)
    await say(-1n, from)
    await refuses(verifyChallenge(as(ann), { id }), 'E4002')

    const other = await awaiting()
    feed = env().local.testFeed as Hex
    await say(1n, other.from - 5)
    await say(100n, other.from)
    expect(await verifyChallenge(as(ann), { id: other.id })).toMatchObject({
      status: 'COMPLETED',
      outcome: 'FULFILLED',
    })
  })

  it('is left to its deadline once that has passed', async () => {
    const { id, from } = await awaiting()
    await say(1n, from - 5)
    await say(100n, from)
    const late = { ...desk(), now: addSeconds(currentTime(), 400 * 86_400) }
    expect(await resolveByOracle(late, { id })).toMatchObject({ status: 'AWAITING_RESOLUTION' })
  })

  it('is found by the sweep from the agreed moment on', async () => {
    const { id, from } = await awaiting()
    const jobs = async () => {
      const { rows } = await database().pool.query<{ key: string }>(
        "SELECT key FROM graphile_worker.jobs WHERE key LIKE 'ask-oracle%'",
      )
      return rows.map(({ key }) => key)
    }
    await localOracles.run({ ...desk(), now: new Date((from - 10) * 1000) })
    expect(await jobs()).not.toContain(`ask-oracle:${id}`)
    await localOracles.run({ ...desk(), now: new Date((from + 1) * 1000) })
    await localOracles.run({ ...desk(), now: new Date((from + 1) * 1000) })
    expect((await jobs()).filter((key) => key === `ask-oracle:${id}`)).toHaveLength(1)
  })
})

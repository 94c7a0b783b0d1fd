import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { bearingOn } from './bearing'
import { reputationFlags } from './flags'
import { blank, foldEvidence } from './fold'
import { foldReceipt } from './fold-receipt'
import { type Deal, partyAt, receiptOf, store } from './receipts.fixture'
import { everUnfolded, unfoldedReceipts } from './reputation.job'
import { listEffective, listStandings } from './store'
import { trustOf } from './trust'

let desk: Awaited<ReturnType<typeof ownDesk>>
beforeAll(async () => {
  desk = await ownDesk()
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

const ctx = () => systemContext('test')
const sql = () => sqlOver(database().pool)
const fold = (receiptId: string) => foldReceipt(ctx(), { receiptId })
const place = (deal: Deal) => store(database().pool, deal)
/** Every test has wallets of its own. */
let wallets = 0
const wallet = () => ++wallets
const DAY = 86_400_000
const START = Date.parse('2026-11-01T00:00:00.000Z')
const at = (days: number) => new Date(START + days * DAY)

async function standingOf(n: number) {
  const { updatedAt: _, ...standing } = (await listStandings(sql(), [partyAt(n)])).get(partyAt(n)) ?? {
    updatedAt: null,
    numbers: null,
    counts: null,
    evidence: null,
    receipts: 0,
    counterparties: 0,
  }
  return standing
}
const entriesOf = async (n: number) =>
  (await listEffective(sql(), partyAt(n))).filter(({ observation }) => observation !== null)
const countRows = async (n: number) => {
  const [row] = await sql().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM reputation_entries WHERE party = ${partyAt(n)}::text`
  return row?.n
}

const PASSES = [
  { type: 'AUDIT_PASS', score: 9000, confidence: 8000 },
  { type: 'AUDIT_PASS', score: 8000, confidence: 9000 },
  { type: 'AUDIT_PASS', score: 10_000, confidence: 10_000 },
  { type: 'SAFETY_PASS', score: 9500, confidence: null },
  { type: 'ACCEPTED', score: null, confidence: null },
]

describe('one receipt', () => {
  it('moves the provider of a task, all seven numbers as the formulas say, and nobody else', async () => {
    const [client, provider] = [wallet(), wallet()]
    const metrics = { latency_ms: 7500, cost: '25', max_cost: 100 }
    const id = await place({
      kind: 'task',
      from: client,
      to: provider,
      at: at(0),
      metrics,
      amount: '99000',
      statements: PASSES,
    })
    await fold(id)

    const standing = await standingOf(provider)
    expect(standing.numbers).toEqual({
      q: 980_000,
      t: 500_000,
      r: 900_000,
      s: 950_000,
      v: 900_000,
      i: 500_000,
      e: 750_000,
    })
    expect(standing).toMatchObject({ receipts: 1, counterparties: 1, counts: { completed: 1, lost: 0, silent: 0 } })
    expect((await standingOf(client)).receipts).toBe(0)
    const rows = await entriesOf(provider)
    expect(rows.find(({ dimension }) => dimension === 'q')).toMatchObject({
      receiptId: id,
      with: partyAt(client),
      observation: 980_000,
      alphaPpm: 200_000,
      n: 1,
      before: null,
      after: 980_000,
      fold: 0,
    })
  })

  it('reads nothing of its client’s own work', async () => {
    const [client, provider] = [wallet(), wallet()]
    await place({ kind: 'task', from: wallet(), to: client, at: at(0), statements: PASSES })
    await fold(await place({ kind: 'task', from: client, to: provider, at: at(1), statements: PASSES }))
    expect((await standingOf(provider)).receipts).toBe(1)
    expect((await standingOf(client)).receipts).toBe(0)
  })

  it('moves both sides of a bonded challenge, and an unbonded one by a quarter from a half', async () => {
    const [a, b] = [wallet(), wallet()]
    await fold(
      await place({ kind: 'challenge', from: a, to: b, at: at(0), outcome: 'CREATOR_WIN', quorum: 'committee' }),
    )
    expect((await standingOf(a)).numbers).toMatchObject({ t: 1_000_000, r: 900_000, v: 1_000_000, q: null })
    expect(await standingOf(b)).toMatchObject({ numbers: { r: 100_000, v: 0 }, counts: { lost: 1, completed: 0 } })

    const [c, d] = [wallet(), wallet()]
    await fold(await place({ kind: 'challenge', from: c, to: d, at: at(0), mode: 'GATEKEEPER' }))
    expect((await standingOf(c)).numbers).toMatchObject({ r: 520_000, t: 525_000 })
  })

  it('weighs an n-th after n − 1 receipts of the same two in 90 days, and whole again later', async () => {
    const [a, b] = [wallet(), wallet()]
    for (const day of [0, 1, 2, 80, 93]) await fold(await place({ kind: 'challenge', from: a, to: b, at: at(day) }))
    const rows = (await entriesOf(a)).filter(({ dimension }) => dimension === 'r')
    expect(rows.toSorted((x, y) => x.at.getTime() - y.at.getTime()).map(({ n }) => n)).toEqual([1, 2, 3, 4, 2])
  })

  it('takes two wallets of one user for the same counterparty', async () => {
    const [me, other] = [newId(), newId()]
    const [a, b1, b2] = [wallet(), wallet(), wallet()]
    await fold(await place({ kind: 'task', from: b1, to: a, at: at(0), users: [other, me] }))
    await fold(await place({ kind: 'task', from: b2, to: a, at: at(1), users: [other, me] }))
    expect((await standingOf(a)).counterparties).toBe(1)
    expect(new Set((await entriesOf(a)).map(({ n }) => n))).toEqual(new Set([1, 2]))
  })

  it('says nothing of a task nobody decided, and nothing twice', async () => {
    const [a, b] = [wallet(), wallet()]
    await fold(await place({ kind: 'task', from: a, to: b, at: at(0), status: 'EXPIRED' }))
    expect(await countRows(b)).toBe(0)
    await fold('0xnone')

    const id = await place({ kind: 'task', from: a, to: b, at: at(1), status: 'FAILED' })
    await fold(id)
    const first = await standingOf(b)
    expect(first.numbers).toMatchObject({ r: 100_000, v: 0, q: null })
    expect(first.counts).toEqual({ completed: 0, lost: 1, silent: 0 })
    await fold(id)
    expect(await standingOf(b)).toEqual(first)
    expect(await countRows(b)).toBe(3)
  })
})

describe('however often at once', () => {
  it('is folded once', async () => {
    const [a, b] = [wallet(), wallet()]
    const id = await place({ kind: 'challenge', from: a, to: b, at: at(0) })
    await Promise.all(Array.from({ length: 8 }, () => fold(id)))
    expect(await countRows(a)).toBe(2)
    expect((await standingOf(b)).receipts).toBe(1)
  })

  it('reads only what was decided, however much waits', async () => {
    const [a, b] = [wallet(), wallet()]
    const [me, other] = [newId(), newId()]
    await sql().$executeRaw`
      INSERT INTO receipts (id, kind, subject_kind, subject_id, document, status, visibility, parties, quorum_kind, k, m,
        client_user_id, provider_user_id, issued_at)
      SELECT 'waiting ' || n, 'task', 'task', 'waiting ' || n, '{}', 'PENDING', 'link',
        ARRAY[${partyAt(a)}::text, ${partyAt(b)}::text], 'committee', 3, 5, ${other}::uuid, ${me}::uuid, now()
      FROM generate_series(1, 5000) AS n`
    await sql().$executeRaw`ANALYZE receipts`
    await fold(await place({ kind: 'task', from: a, to: b, at: at(0), users: [other, me] }))
    expect((await standingOf(b)).receipts).toBe(1)
    const plan = await sql().$queryRaw<{ 'QUERY PLAN': string }[]>`
      EXPLAIN SELECT id FROM receipts WHERE finalized_at IS NOT NULL
        AND client_user_id = ${other}::uuid AND provider_user_id = ${me}::uuid`
    expect(plan.map((line) => line['QUERY PLAN']).join()).toMatch(/receipts_decided/)
  })
})

describe('a job that was given up', () => {
  it('is made good by the sweep, once it is clear that nobody else does', async () => {
    const [a, b, c, d] = [wallet(), wallet(), wallet(), wallet()]
    const now = currentTime()
    const old = await place({ kind: 'task', from: a, to: b, at: addSeconds(now, -120) })
    const fresh = await place({ kind: 'task', from: a, to: b, at: addSeconds(now, -5) })
    const folded = await place({ kind: 'task', from: c, to: d, at: addSeconds(now, -120) })
    await fold(folded)
    await unfoldedReceipts.run(systemContext('test', now))
    await unfoldedReceipts.run(systemContext('test', now))

    const jobs = await sql().$queryRaw<{ key: string }[]>`
      SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'fold-reputation'`
    const keys = jobs.map(({ key }) => key)
    expect(keys.filter((key) => key === `fold-reputation:${old}`)).toHaveLength(1)
    expect(keys).not.toContain(`fold-reputation:${fresh}`)
    expect(keys).not.toContain(`fold-reputation:${folded}`)
  })

  it('is made good too when the verdict was appealed or reversed since, and once an hour however old it is', async () => {
    const [a, b, c, d, e] = [wallet(), wallet(), wallet(), wallet(), wallet()]
    const now = currentTime()
    const recent = addSeconds(now, -10 * 86_400)
    const task = { kind: 'task' as const, at: recent, statements: PASSES }
    const appealed = await place({ ...task, from: a, to: b, status: 'APPEALED' })
    const reversed = await place({ ...task, from: a, to: c })
    const never = await place({ ...task, from: a, to: d, status: 'REVERSED' })
    const out = await place({ ...task, from: b, to: d })
    const ancient = await place({ kind: 'task', from: a, to: e, at: addSeconds(now, -400 * 86_400) })
    for (const id of [reversed, out]) await fold(id)
    for (const id of [reversed, out])
      await sql().$executeRaw`UPDATE receipts SET status = 'REVERSED' WHERE id = ${id}::text`
    await fold(out)

    const keys = async () =>
      (
        await sql().$queryRaw<{ key: string }[]>`
          SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'fold-reputation'`
      ).map(({ key }) => key.replace('fold-reputation:', ''))
    await unfoldedReceipts.run(systemContext('test', now))
    const soon = await keys()
    expect(soon).toEqual(expect.arrayContaining([appealed, reversed]))
    for (const id of [never, out, ancient]) expect(soon).not.toContain(id)
    await everUnfolded.run(systemContext('test', now))
    expect(await keys()).toContain(ancient)
  })
})

describe('out of order', () => {
  it('folds a late one in its place and corrects what came after', async () => {
    const [a, b] = [wallet(), wallet()]
    const late = await place({ kind: 'challenge', from: a, to: b, at: at(0), outcome: 'DRAW' })
    await fold(await place({ kind: 'challenge', from: a, to: b, at: at(1) }))
    // The first job took both: neither was folded, and one came before the other.
    expect((await standingOf(a)).receipts).toBe(2)
    await fold(late)
    expect(await countRows(a)).toBe(4)

    const later = await place({ kind: 'challenge', from: a, to: b, at: at(0.5), outcome: 'DRAW' })
    await fold(later)
    expect((await entriesOf(a)).filter((row) => row.fold === 1 && row.at.getTime() === at(1).getTime())).toHaveLength(2)
    expect((await standingOf(a)).receipts).toBe(3)
  })

  it('corrects another wallet of the same user, whose later receipts weigh less by it', async () => {
    const [me, other] = [newId(), newId()]
    const [a, b1, b2] = [wallet(), wallet(), wallet()]
    await fold(await place({ kind: 'task', from: a, to: b2, at: at(1), users: [other, me] }))
    expect(new Set((await entriesOf(b2)).map(({ n }) => n))).toEqual(new Set([1]))
    await fold(await place({ kind: 'task', from: a, to: b1, at: at(0), users: [other, me] }))
    expect((await entriesOf(b2)).map(({ n, fold: times }) => [n, times])).toEqual([[2, 1]])
  })

  it('takes a reversed one out again, with a correction that says so', async () => {
    const [a, b, c] = [wallet(), wallet(), wallet()]
    const id = await place({ kind: 'task', from: a, to: c, at: at(0), status: 'FAILED' })
    await fold(id)
    await fold(await place({ kind: 'task', from: b, to: c, at: at(1), statements: PASSES }))
    await sql().$executeRaw`UPDATE receipts SET status = 'REVERSED' WHERE id = ${id}::text`
    await fold(id)

    expect(await standingOf(c)).toMatchObject({
      receipts: 1,
      counterparties: 1,
      numbers: { r: 900_000, v: 900_000 },
      counts: { completed: 1, lost: 0 },
    })
    const [out] = await sql().$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM reputation_entries
      WHERE receipt_id = ${id}::text AND fold = 1 AND observation IS NULL`
    expect(out?.n).toBe(3)

    const rows = await countRows(c)
    await fold(id)
    expect(await countRows(c)).toBe(rows)
  })

  it('has no history once the only one is reversed', async () => {
    const [a, b] = [wallet(), wallet()]
    const id = await place({ kind: 'task', from: a, to: b, at: at(0), status: 'FAILED' })
    await fold(id)
    await sql().$executeRaw`UPDATE receipts SET status = 'REVERSED' WHERE id = ${id}::text`
    await fold(id)
    expect((await standingOf(b)).numbers).toBeNull()
    expect((await trustOf(sql(), [partyAt(b)], currentTime())).get(partyAt(b))).toBe(500_000)
  })

  it('keeps what is under appeal as it was decided', async () => {
    const [a, b] = [wallet(), wallet()]
    const id = await place({ kind: 'task', from: a, to: b, at: at(0), status: 'FAILED' })
    await sql().$executeRaw`UPDATE receipts SET status = 'APPEALED' WHERE id = ${id}::text`
    await sql()
      .$executeRaw`INSERT INTO appeals (receipt_id, user_id, did, round, appealed, bond_atomic, state, created_at)
      VALUES (${id}::text, ${newId()}::uuid, 'did:key:z1', 1, 'FAILED', 1, 'OPEN', ${at(1).toISOString()}::timestamptz)`
    await fold(id)
    expect((await standingOf(b)).counts).toEqual({ completed: 0, lost: 1, silent: 0 })
  })
})

describe('what somebody about to deal is told', () => {
  it('is that nobody dealt with them, or that the newest receipt lowered their trust', async () => {
    const [a, b, c] = [wallet(), wallet(), wallet()]
    const flagsOf = async () => {
      const flags = await reputationFlags(sql(), [a, b, c].map(partyAt))
      return [a, b, c].map((n) => flags.get(partyAt(n)))
    }
    expect(await flagsOf()).toEqual(['none', 'none', 'none'])
    await fold(await place({ kind: 'task', from: a, to: b, at: at(0), statements: PASSES }))
    await fold(await place({ kind: 'task', from: a, to: c, at: at(0), status: 'FAILED' }))
    expect(await flagsOf()).toEqual(['none', undefined, 'falling'])
    await fold(await place({ kind: 'task', from: c, to: b, at: at(1), status: 'FAILED' }))
    expect(await flagsOf()).toEqual(['none', 'falling', 'falling'])
  })
})

describe('any order, all at once', () => {
  const deal = fc.record({
    kind: fc.constantFrom('task' as const, 'challenge' as const),
    from: fc.integer({ min: 0, max: 3 }),
    to: fc.integer({ min: 0, max: 3 }),
    // Few moments, so that some fall on the same millisecond.
    at: fc.integer({ min: 0, max: 6 }).map((n) => at(n * 40)),
    status: fc.constantFrom('FINALIZED' as const, 'FAILED' as const),
    outcome: fc.constantFrom('FULFILLED' as const, 'CREATOR_WIN' as const, 'DRAW' as const, 'NO_CONTEST' as const),
    mode: fc.constantFrom('FIRE' as const, 'GATEKEEPER' as const),
    quorum: fc.constantFrom('parties' as const, 'committee' as const, 'clock' as const),
    statements: fc.constantFrom(PASSES, PASSES.slice(0, 2), []),
    metrics: fc.constantFrom({}, { latency_ms: 6000 }, { cost: 1, max_cost: 3 }),
    isReversed: fc.boolean(),
  })
  /** Wallets 1 and 2 of the four are one user's. */
  const userOf = (n: number) => [0, 1, 1, 2][n] ?? 0

  it('ends with the numbers of a plain fold in order', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deal, { minLength: 2, maxLength: 8 }), fc.boolean(), async (drawn, together) => {
        const base = wallets + 1
        wallets += 4
        const users = [newId(), newId(), newId()]
        const deals = drawn
          .filter(({ from, to }) => userOf(from) !== userOf(to))
          .map(({ isReversed, status, ...one }) => ({
            isReversed: isReversed && one.kind === 'task',
            deal: {
              ...one,
              status: one.kind === 'task' ? status : ('FINALIZED' as const),
              from: base + one.from,
              to: base + one.to,
              users: [users[userOf(one.from)] ?? '', users[userOf(one.to)] ?? ''] as const,
            },
          }))

        const arrive = async (one: (typeof deals)[number]) => {
          const id = await place(one.deal)
          await fold(id)
          return { ...one, id }
        }
        const arrived = together ? await Promise.all(deals.map(arrive)) : await inTurn(deals, arrive)
        for (const { id, isReversed } of arrived) {
          if (!isReversed) continue
          await sql().$executeRaw`UPDATE receipts SET status = 'REVERSED' WHERE id = ${id}::text`
          await fold(id)
        }

        const standing = arrived.filter(({ isReversed }) => !isReversed)
        for (const n of [0, 1, 2, 3]) {
          const expected = plainFold(standing, base + n)
          const { numbers, evidence, receipts, counterparties, counts } = await standingOf(base + n)
          if (expected.receipts === 0) expect(numbers).toBeNull()
          else expect({ numbers, evidence, receipts, counterparties, counts }).toEqual(expected)
        }
      }),
      { numRuns: 12 },
    )
  })

  type Arrived = { id: string; deal: Deal & { users: readonly [string, string] } }

  /** The rules again, as plainly as they can be written. */
  function plainFold(arrived: readonly Arrived[], n: number) {
    const all = arrived.toSorted((a, b) => a.deal.at.getTime() - b.deal.at.getTime() || (a.id < b.id ? -1 : 1))
    const seen = new Set<string>()
    const evidence = all.flatMap(({ id, deal: one }, index) => {
      const decided = {
        receiptId: id,
        receipt: receiptOf(one),
        at: one.at,
        decision: one.status === 'FAILED' ? ('FAILED' as const) : ('FINALIZED' as const),
        statements: one.kind === 'task' ? (one.statements ?? []) : [],
        silent: [],
      }
      const bearing = bearingOn(decided, partyAt(n))
      if (!bearing) return []
      const pair = one.users.toSorted().join()
      const before = all
        .slice(0, index)
        .filter((other) => other.deal.users.toSorted().join() === pair)
        .filter((other) => other.deal.at.getTime() >= one.at.getTime() - 90 * DAY)
      const isFirst = !seen.has(pair)
      seen.add(pair)
      const alphaPpm = bearing.isBacked ? 200_000 : 50_000
      return [{ receiptId: id, at: one.at, ...bearing, alphaPpm, n: 1 + before.length, isFirst }]
    })
    return foldEvidence(blank(), evidence).end
  }
})

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  for (const item of items) done.push(await work(item))
  return done
}

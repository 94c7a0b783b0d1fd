import type pg from 'pg'
import { createTestClient, http, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { enqueue } from '@/lib/queue/enqueue'
import { attest } from '@/lib/receipt/attestation.fixture'
import { getReceipt } from '@/lib/receipt/get'
import { listReceiptRows } from '@/lib/receipt/store'
import { ownDesk } from '@/test/desk-environment'
import { explain } from '@/test/explain'
import { auditors } from '@/test/factories/agents'
import { as } from '@/test/factories/challenges'
import { anonymous, type Person, person } from '@/test/factories/people'
import { drawnRound, waitingReceipt } from '@/test/factories/tasks'
import { rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { drawRound } from './draw-round'
import { endRound } from './end-round'
import { getCommittee } from './get-committee'
import { loadRoster } from './load-roster'
import { anchorAll } from './panel.fixture'
import { epochAt, publishRoster } from './publish-roster'
import { repeatRound } from './repeat-round'
import { buildRoster } from './roster'
import { drawCommittee, undrawnReceipts } from './round.job'
import { listDue, takeWaiting } from './round-store'
import { drawChain } from './seed-block'
import { insertRoster } from './store'

const DAY = 86_400
const HOUR = 3_600
const system = (now = currentTime()) => systemContext('test', now)

let desk: TestDatabase
let client: Person
let provider: Person
let members: Person[]
const key = generatePrivateKey()
beforeAll(async () => {
  desk = await ownDesk({ SUBMITTER_KEY_31337: key, POU_K: '2', POU_M: '3', POU_MIN_COMMITTEE: '3' })
  const chain = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  await chain.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('10') })
  ;[client, provider, members] = await Promise.all([person(), person(), auditors(7)])
  await publishRoster(system())
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

const committeeOf = (id: Hex) => getCommittee(anonymous(), { id })
const memberOf = (address: string) => {
  const found = members.find((one) => one.address === address)
  if (!found) throw new Error(`${address} is no auditor`)
  return found
}
const sittingOf = async (id: Hex) => (await committeeOf(id)).committee.map(({ member }) => memberOf(member))
async function seated() {
  const id = await waitingReceipt({ client, provider })
  await anchorAll(key)
  expect(await drawnRound(id)).toBe('drawn')
  return { id, sitting: await sittingOf(id) }
}
/** One provider said that the receipt stands in the block before, or it stands on another chain: nothing is drawn by that. */
async function refuseFalseBlocks(id: Hex) {
  const chain = drawChain()
  if (!chain) throw new Error('Nothing is drawn here')
  const { prisma } = database()
  const { batch } = await prisma.anchorLeaf.findFirstOrThrow({ where: { leaf: id }, include: { batch: true } })
  if (!batch?.blockNumber) throw new Error('It is not anchored')
  await vi.waitUntil(async () => (await chain.finalBlock()) > Number(batch.blockNumber) + 1, { timeout: 20_000 })

  const before = await chain.blockAt(Number(batch.blockNumber) - 1)
  const where = { id: batch.id }
  await prisma.anchorBatch.update({
    where,
    data: { blockNumber: batch.blockNumber - 1n, blockHash: before?.hash ?? '' },
  })
  expect(await drawRound(system(), id)).toBe('waiting')
  const { blockNumber, blockHash } = batch
  await prisma.anchorBatch.update({ where, data: { blockNumber, blockHash, chainId: 137 } })
  expect(await drawRound(system(), id)).toBe('waiting')
  await prisma.anchorBatch.update({ where, data: { chainId: batch.chainId } })
}
/** The database, to which something happens once somebody has read the rounds of a committee. */
function interrupted(meanwhile: () => Promise<unknown>): pg.Pool {
  let todo: typeof meanwhile | undefined = meanwhile
  const watched = <T extends pg.Pool | pg.PoolClient>(asked: T): T =>
    new Proxy(asked, {
      get(target, name) {
        const own = Reflect.get(target, name)
        if (name === 'connect') return async () => watched((await target.connect()) as pg.PoolClient)
        if (name !== 'query') return typeof own === 'function' ? own.bind(target) : own
        return async (query: string | pg.QueryConfig) => {
          const answer = await target.query(query)
          if (typeof query !== 'string' && query.text.includes('FROM committees')) {
            const happens = todo
            todo = undefined
            await happens?.()
          }
          return answer
        }
      },
    })
  return watched(database().pool)
}
const blockOf = async (receiptId: Hex, round: number) =>
  (await database().prisma.committee.findUniqueOrThrow({ where: { receiptId_round: { receiptId, round } } })).seedBlock
const verdictsOf = (id: Hex) =>
  database().prisma.verdict.findMany({ where: { receiptId: id }, orderBy: { createdAt: 'asc' } })
const told = (subject: string, type: string) => database().prisma.event.findMany({ where: { subject, type } })

describe('the committee of a task', () => {
  it('is shown as it stood at one moment, also when it is drawn while it is read', async () => {
    const id = await waitingReceipt({ client, provider })
    await anchorAll(key)
    const meanwhile = () => drawnRound(id)
    const seen = await getCommittee({ ...anonymous(), pool: interrupted(meanwhile) }, { id })
    expect(seen).toMatchObject({ state: 'WAITING', committee: [] })
    expect(await committeeOf(id)).toMatchObject({ state: 'SEATED', committee: [{}, {}, {}] })
  })

  it('is drawn once, by a block nobody knew, as anybody can repeat', async () => {
    const own = members[0] as Person
    const id = await waitingReceipt({ client, provider: own })
    const before = await committeeOf(id)
    expect(before).toMatchObject({
      state: 'WAITING',
      k: 2,
      m: 3,
      missing: 0,
      seed: null,
      randomness: null,
      committee: [],
    })
    expect(before.excluded).toEqual([{ member: own.address, reason: 'PARTY' }])
    expect(await drawRound(system(), id)).toBe('waiting')

    await anchorAll(key)
    await refuseFalseBlocks(id)
    const draws = await Promise.all([drawnRound(id), drawnRound(id), drawnRound(id)])
    expect(draws.filter((state) => state === 'drawn')).toHaveLength(1)
    expect(await drawRound(system(), id)).toBe('over')

    const after = await committeeOf(id)
    expect(after).toMatchObject({
      state: 'SEATED',
      status: 'PENDING',
      round: 0,
      kind: 'DRAW',
      due_at: expect.any(Date),
    })
    const { randomness, seed, epoch, excluded } = after
    if (!randomness?.block_hash || epoch === null) throw new Error('It was not drawn')
    const again = repeatRound({
      subject: id,
      round: 0,
      kind: 'DRAW',
      roster: await loadRoster(sqlOver(database().pool), epoch),
      wanted: after.wanted,
      barred: excluded.map(({ member }) => member as Hex),
      blockHash: randomness.block_hash as Hex,
      before: [],
      judged: new Set(),
    })
    expect(again).toEqual({
      seed,
      k: 2,
      m: 3,
      seats: after.committee.map(({ member, attempt }) => ({ member, attempt })),
    })
    const leaves = await database().prisma.anchorLeaf.findMany({
      where: { leaf: { in: [id, after.roster_root ?? ''] } },
      include: { batch: true },
    })
    const blocks = leaves.map(({ batch }) => Number(batch?.blockNumber))
    expect(randomness.block_number).toBe(Math.max(...blocks) + 2)

    const sitting = await sittingOf(id)
    expect(sitting).not.toContain(own)
    const asked = await told(id, 'audit.seated')
    expect(asked.map(({ organizationId }) => organizationId).sort()).toEqual(
      sitting.map(({ organizationId }) => organizationId).sort(),
    )
    expect(await told(id, 'receipt.committee_seated')).toHaveLength(2)
    expect(await getReceipt(as(client), { id })).toMatchObject({ status: 'PENDING', quorum: { k: 2, m: 3, passes: 0 } })
  })

  it('replaces who was silent for a day, keeps who spoke, and ends all the same', async () => {
    const { id, sitting } = await seated()
    const [first, silent] = sitting as [Person, Person, Person]
    await attest(first, id, 'AUDIT_PASS', { score: 9_000 })
    const seatedAt = currentTime()
    expect(await endRound(system(), { receiptId: id, round: 0 })).toBe('over')
    const away = { startedAt: addSeconds(seatedAt, HOUR), endedAt: addSeconds(seatedAt, 3 * HOUR) }
    await database().prisma.downtime.create({ data: { id: crypto.randomUUID(), ...away } })
    const early = system(addSeconds(seatedAt, DAY + HOUR))
    expect(await endRound(early, { receiptId: id, round: 0 })).toBe('extended')
    expect(await endRound(early, { receiptId: id, round: 0 })).toBe('over')
    await database().prisma.downtime.deleteMany()
    const tomorrow = addSeconds(seatedAt, DAY + 2 * HOUR + 60)
    const ends = await Promise.all([1, 2, 3].map(() => endRound(system(tomorrow), { receiptId: id, round: 0 })))
    expect(ends.filter((end) => end === 'redrawn')).toHaveLength(1)
    expect(await committeeOf(id)).toMatchObject({
      round: 0,
      state: 'SEATED',
      rounds: [{}, { kind: 'REDRAW', state: 'WAITING' }],
    })

    expect(await drawnRound(id, tomorrow)).toBe('drawn')
    const now = await committeeOf(id)
    expect(now).toMatchObject({ round: 1, kind: 'REDRAW', state: 'SEATED', k: 2, m: 3, status: 'PENDING' })
    expect(now.committee[0]).toMatchObject({ member: first.address, kept: true, judged: true })
    for (const { member, kept } of now.committee.slice(1)) {
      expect(kept).toBe(false)
      expect(sitting.map(({ address }) => address)).not.toContain(member)
    }
    expect(now.rounds[0]).toMatchObject({ state: 'OVER', due_at: null })
    await expect(attest(silent, id, 'AUDIT_PASS')).rejects.toMatchObject({ code: 'E7002' })

    const fresh = memberOf(now.committee[1]?.member ?? '')
    expect(await attest(fresh, id, 'AUDIT_PASS', {}, tomorrow)).toMatchObject({ status: 'FINALIZED' })
    expect(await verdictsOf(id)).toMatchObject([{ status: 'FINALIZED', round: 1 }])
    expect(await endRound(system(addSeconds(tomorrow, 2 * DAY)), { receiptId: id, round: 1 })).toBe('over')
  })

  it('expires after a second day of silence, with a verdict and no quorum', async () => {
    const { id } = await seated()
    const tomorrow = addSeconds(currentTime(), DAY + 60)
    await endRound(system(tomorrow), { receiptId: id, round: 0 })
    // Named by providers that lagged: whoever saw the first draw knew it.
    const known = await blockOf(id, 0)
    await database().prisma.committee.updateMany({ where: { receiptId: id, round: 1 }, data: { seedBlock: known } })
    expect(await drawnRound(id, tomorrow)).toBe('drawn')
    expect(await blockOf(id, 1)).toBeGreaterThan(known ?? 0n)
    const later = addSeconds(tomorrow, DAY + 60)
    const ends = await Promise.all([1, 2, 3].map(() => endRound(system(later), { receiptId: id, round: 1 })))
    expect(ends.filter((end) => end === 'expired')).toHaveLength(1)
    expect(await verdictsOf(id)).toMatchObject([{ status: 'EXPIRED', round: 1 }])
    expect(await committeeOf(id)).toMatchObject({ status: 'EXPIRED', state: 'OVER', due_at: null })
    expect(await told(id, 'receipt.expired')).toHaveLength(2)
  })

  it('waits for more members, tries each roster in its turn, and expires after a week', async () => {
    const start = addSeconds(currentTime(), 10 * DAY)
    const rows = (count: number) => members.slice(0, count).map(({ address }) => ({ id: address, weight: 5_000n }))
    const publish = (hour: number, count: number) => {
      const now = addSeconds(start, hour * HOUR)
      return insertRoster(sqlOver(database().pool), epochAt(now), buildRoster(rows(count)), now)
    }
    await publish(0, 2)
    const [id, forever] = await Promise.all([
      waitingReceipt({ client, provider, now: start }),
      waitingReceipt({ client, provider, now: start }),
    ])
    expect(await committeeOf(id)).toMatchObject({ state: 'WAITING', missing: 1, k: 0, m: 0, epoch: epochAt(start) })
    expect(await drawRound(system(start), id)).toBe('waiting')
    expect(await committeeOf(id)).toMatchObject({ missing: 1, epoch: epochAt(start) })

    await publish(1, 1)
    await publish(2, 4)
    await publish(3, 7)
    const later = addSeconds(start, 4 * HOUR)
    await drawRound(system(later), id)
    expect(await committeeOf(id)).toMatchObject({ missing: 2, epoch: epochAt(start) + 1 })
    await drawRound(system(later), id)
    expect(await committeeOf(id)).toMatchObject({ missing: 0, k: 2, m: 3, epoch: epochAt(start) + 2 })
    await drawRound(system(later), id)
    expect(await committeeOf(id)).toMatchObject({ epoch: epochAt(start) + 2 })

    expect(await endRound(system(addSeconds(start, 7 * DAY - 1)), { receiptId: forever, round: 0 })).toBe('over')
    expect(await endRound(system(addSeconds(start, 7 * DAY)), { receiptId: forever, round: 0 })).toBe('expired')
    expect(await getReceipt(anonymous(), { id: forever })).toMatchObject({ status: 'EXPIRED' })
    expect(await drawRound(system(later), forever)).toBe('over')
  })
})

describe('the sweeps', () => {
  it('look again at once though the last look failed and would be tried much later', async () => {
    const id = await waitingReceipt({ client, provider })
    const sql = sqlOver(database().pool)
    const key = `${drawCommittee.name}:${id}`
    await enqueue(sql, drawCommittee.name, { receiptId: id }, { key, delaySeconds: 3_600 })
    await undrawnReceipts.run(system(addSeconds(currentTime(), 60)))
    const jobs = await sql.$queryRaw<{ soon: boolean }[]>`
      SELECT run_at <= now() AS soon FROM graphile_worker.jobs WHERE key = ${key}::text`
    expect(jobs).toEqual([{ soon: true }])
  })

  it('find what is new by index, however much waits longer', async () => {
    const { pool, prisma } = database()
    const now = addSeconds(currentTime(), 40 * DAY)
    const at = now.toISOString()
    await prisma.$executeRaw`
      INSERT INTO receipts (id, kind, subject_kind, subject_id, document, status, visibility, parties, quorum_kind, k, m, issued_at, created_at)
      SELECT '0x' || lpad(to_hex(i), 64, '0'), 'task', 'task', 'bulk-' || i, '{}', 'AWAITING_COMMITTEE', 'link', '{}', 'committee', 3, 5, ${at}::timestamptz, ${at}::timestamptz
      FROM generate_series(1, 10000) AS i`
    await prisma.$executeRaw`
      INSERT INTO committees (receipt_id, round, kind, state, wanted_k, wanted_m, k, m, missing, opened_at, due_at, look_at)
      SELECT '0x' || lpad(to_hex(i), 64, '0'), 0, 'DRAW', CASE WHEN i % 2 = 0 THEN 'WAITING' ELSE 'SEATED' END, 3, 5, 0, 0, 3,
        ${at}::timestamptz - interval '3 days', ${at}::timestamptz + interval '1 day',
        CASE WHEN i <= 200 THEN ${at}::timestamptz - interval '1 minute' ELSE ${at}::timestamptz + interval '1 hour' END
      FROM generate_series(1, 10000) AS i`
    await prisma.$executeRaw`ANALYZE committees`

    const waiting = await explain(pool, (sql) => takeWaiting(sql, now, 200))
    expect(waiting).toContain('committees_look_idx')
    expect(waiting).not.toMatch(/Seq Scan/)
    const due = await explain(pool, (sql) => listDue(sql, now, 200))
    expect(due).toContain('committees_due_idx')
    expect(due).not.toMatch(/Seq Scan|Sort/)

    await prisma.$executeRaw`ANALYZE receipts`
    const ofUser = { userId: client.userId, party: null, kind: null, status: null, mine: true, before: null, limit: 20 }
    const listed = await explain(pool, (sql) => listReceiptRows(sql, ofUser))
    expect(listed).not.toMatch(/Seq Scan on receipts|receipts_issued_at_id_idx/)

    const sql = sqlOver(pool)
    expect(await takeWaiting(sql, now, 50)).toHaveLength(50)
    const fresh = await waitingReceipt({ client, provider, now })
    const taken = new Set<Hex>()
    for (let i = 0; i < 3; i++) for (const id of await takeWaiting(sql, addSeconds(now, 1), 100)) taken.add(id)
    expect(taken).toContain(fresh)
    expect([...taken].filter((id) => id !== fresh).length).toBeLessThan(150)
  })
})

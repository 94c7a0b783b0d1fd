import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findOpenSeat } from '@/lib/challenge/chain-store'
import { currentTime } from '@/lib/clock'
import { listReceiptSeatsOf } from '@/lib/committee/audit-store'
import { listSeats, listSeatsOf } from '@/lib/committee/case-store'
import { database } from '@/lib/db/client'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { type Person, person } from '@/test/factories/people'
import type { ReceiptStatement } from './attestation'
import { seatedTask } from './attestation.fixture'
import { findJudging } from './attestation-list'
import { findJudgedTask, hasSaid, insertStatement, lockReceipt } from './attestation-store'
import { readQuorum, settleQuorum } from './decide-quorum'
import { listReached } from './finalize-store'

const OTHERS = 10_000
/** Pages a statement may look at, whatever there is beside its own receipt: a few indexes and what it finds by them. */
const FEW_PAGES = 60

let desk: Awaited<ReturnType<typeof ownDesk>>
let client: Person
let provider: Person
let members: Person[]
/** One for all: what is decided first on a connection reads Postgres's own tables too, and the pool ends idle ones. */
let connection: pg.PoolClient
beforeAll(async () => {
  desk = await ownDesk()
  connection = await database().pool.connect()
  ;[client, provider, ...members] = (await Promise.all(Array.from({ length: 7 }, () => person()))) as [Person, Person]
})
afterAll(async () => {
  connection?.release()
  await database().close()
  await desk.drop()
})

type Looked = { text: string; pages: number; scans: string[] }
type Node = { 'Node Type': string; 'Relation Name'?: string; 'Actual Rows'?: number; Plans?: Node[] } & Record<
  string,
  unknown
>

/** Runs each statement twice: once to have Postgres tell what it looks at, taken back, and once in earnest. */
function watched(connection: pg.PoolClient, looked: Looked[]): Sql {
  const sql = sqlOver(connection)
  const explain = async (strings: TemplateStringsArray, values: unknown[]) => {
    const parts = [`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${strings[0]}`, ...strings.slice(1)]
    await connection.query('SAVEPOINT look')
    const [row] = await sql.$queryRaw<{ 'QUERY PLAN': { Plan: Node }[] }[]>(
      Object.assign(parts, { raw: parts }),
      ...values,
    )
    await connection.query('ROLLBACK TO SAVEPOINT look')
    const plan = row?.['QUERY PLAN'][0]?.Plan
    if (!plan) throw new Error('Postgres told no plan')
    const pages = Number(plan['Shared Hit Blocks']) + Number(plan['Shared Read Blocks'])
    looked.push({ text: strings.join('?').replace(/\s+/g, ' '), pages, scans: scansOf(plan) })
  }
  return {
    $queryRaw: <T>(strings: TemplateStringsArray, ...values: unknown[]) =>
      explain(strings, values).then(() => sql.$queryRaw<T>(strings, ...values)),
    $executeRaw: (strings, ...values) => explain(strings, values).then(() => sql.$executeRaw(strings, ...values)),
  }
}

/** Tables that were read from end to end. */
function scansOf(node: Node): string[] {
  const own =
    node['Node Type'] === 'Seq Scan' && Number(node['Actual Rows']) > 1_000 ? [`${node['Relation Name']}`] : []
  return [...own, ...(node.Plans ?? []).flatMap(scansOf)]
}

/** The statement that reaches the quorum, as attest.ts takes it, and every page that its transaction looks at. */
async function decideOne(): Promise<Looked[]> {
  const id = await seatedTask({ client, provider, members: members.map(({ address }) => address) })
  const looked: Looked[] = []
  for (const [place, member] of members.slice(0, 3).entries()) {
    await connection.query('BEGIN')
    const sql = place === 2 ? watched(connection, looked) : sqlOver(connection)
    const status = await sayIt(sql, id, member.address)
    await connection.query('COMMIT')
    expect(status).toBe(place === 2 ? 'FINALIZED' : 'PENDING')
  }
  return looked
}

async function sayIt(sql: Sql, id: Hex, member: Hex): Promise<string> {
  const now = currentTime()
  await lockReceipt(sql, id)
  const task = await findJudgedTask(sql, id)
  if (!task) throw new Error('No such task')
  const statement: ReceiptStatement = {
    ...{
      id: newId(),
      receiptId: id,
      round: 0,
      trial: 0,
      role: 'member',
      signer: `did:pkh:eip155:31337:${member}`,
      member,
    },
    ...{ family: 'AUDIT', type: 'AUDIT_PASS', score: null, confidence: null, evidenceHash: null, evidenceRef: null },
    domain: { name: 'Countersign', version: '1', chainId: 31337 },
    message: { title: '', receipt: id, round: 0, statement: 'AUDIT_PASS', evidenceHash: id },
    ...{ signature: '0x00', hash: `0x${newId().replaceAll('-', '').padStart(64, '0')}`, createdAt: now },
  }
  expect(await hasSaid(sql, id, statement)).toBe(false)
  expect(await insertStatement(sql, statement)).toBe(true)
  return settleQuorum(sql, { now, requestId: newId() }, task, await readQuorum(sql, task))
}

/** Receipts of others that wait, each with two passes of the same members. */
async function fill(count: number): Promise<void> {
  const { pool } = database()
  const seats = members.map(({ address }) => address)
  const run = (text: string, ...values: unknown[]) => pool.query(text, values)
  const of = `FROM generate_series(1, ${count}) AS n`
  const id = `'0x' || lpad(to_hex(n), 64, '0')`
  await run(
    `INSERT INTO receipts (id, kind, subject_kind, subject_id, document, status, visibility, parties, quorum_kind, k, m, issued_at)
     SELECT ${id}, 'task', 'task', 'other-' || n, '{"task":{"intent_type":"x","client_did":"c","agent_did":"p"}}', 'PENDING', 'link',
       ARRAY['c', 'p'], 'committee', 3, 5, now() - n * interval '1 second' ${of}`,
  )
  await run(
    `INSERT INTO committees (receipt_id, round, kind, state, wanted_k, wanted_m, k, m, opened_at, seated_at, due_at)
     SELECT ${id}, 0, 'DRAW', 'SEATED', 3, 5, 3, 5, now(), now(), now() + interval '1 day' ${of}`,
  )
  await run(
    `INSERT INTO committee_seats (subject_kind, subject_id, round, seat, member, attempt, created_at)
     SELECT 'receipt', ${id}, 0, place - 1, member, place, now() - n * interval '1 second'
     ${of}, unnest($1::text[]) WITH ORDINALITY AS s(member, place)`,
    seats,
  )
  await run(
    `INSERT INTO receipt_attestations (id, receipt_id, round, trial, role, signer, member, family, type, domain, message, signature,
       hash, created_at)
     SELECT gen_random_uuid(), ${id}, 0, 0, 'member', 'did:pkh:eip155:31337:' || member, member, 'AUDIT', 'AUDIT_PASS', '{}', '{}',
       '0x00', '0x' || n || member, now() ${of}, unnest($1::text[]) AS member`,
    seats.slice(0, 2),
  )
  await run('ANALYZE receipts, committees, committee_seats, receipt_attestations')
}

describe('ten thousand other receipts that wait', () => {
  it('cost the one that is decided nothing, nor a look at it, at one’s seats, at a dispute’s, or at what the sweep takes at a time', async () => {
    await decideOne()
    const alone = await decideOne()
    await fill(OTHERS)
    const among = await decideOne()

    expect(among.length).toBe(alone.length)
    const sum = (looked: Looked[]) => looked.reduce((pages, one) => pages + one.pages, 0)
    for (const { text, pages, scans } of among) {
      expect({ text, scans }).toEqual({ text, scans: [] })
      expect(pages, text).toBeLessThan(FEW_PAGES)
    }
    // Indexes are a level or two deeper, and that is all.
    expect(sum(among)).toBeLessThan(sum(alone) * 1.5 + 20)

    const looked: Looked[] = []
    const sql = watched(connection, looked)
    await connection.query('BEGIN')
    await findJudging(sql, [`0x${'1'.padStart(64, '0')}`])
    await listReceiptSeatsOf(sql, [members[0]?.address ?? ''], null, 20)
    await listSeatsOf(sql, [members[0]?.address ?? ''], null, 20)
    await listSeats(sql, { id: `0x${'c'.repeat(64)}`, dealId: `0x${'d'.repeat(64)}` })
    await findOpenSeat(sql, newId(), [members[0]?.address ?? ''])
    await listReached(sql, { status: 'PENDING', after: null, step: 20 })
    await connection.query('COMMIT')
    for (const { text, pages, scans } of looked) {
      expect({ text, scans }).toEqual({ text, scans: [] })
      expect(pages, text).toBeLessThan(20 * FEW_PAGES)
    }
  })
})

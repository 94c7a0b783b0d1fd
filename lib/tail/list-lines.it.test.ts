import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { GET } from '@/app/api/v1/logs/route'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { flushTail, type Line, tell } from './tell'

let fresh: TestDatabase
let alice: Person
let bob: Person
beforeAll(async () => {
  fresh = await ownDesk()
  alice = await person()
  bob = await person()
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})
beforeEach(() => database().pool.query('TRUNCATE log_lines'))

type Told = {
  data: { message: string; level: string; request_id: string | null }[]
  next_cursor: string | null
  latest: string
}

const request = (who: Person, search: Record<string, string>) =>
  GET(
    new Request(`https://desk.example/api/v1/logs?${new URLSearchParams(search)}`, {
      headers: { authorization: `Bearer ${who.token}` },
    }),
    { params: {} },
  )
const ask = async (search: Record<string, string> = {}, who = alice): Promise<Told> => {
  const response = await request(who, search)
  expect(response.status).toBe(200)
  return (await response.json()) as Told
}
const messages = ({ data }: Told) => data.map(({ message }) => message)
const say = async (...lines: (Partial<Line> & { message: string })[]) => {
  for (const line of lines) tell({ organizationId: alice.organizationId, level: 'info', source: 'api', ...line })
  await flushTail()
  await readable()
}
/** Lines are read once no older transaction runs in the whole of Postgres, where other tests are at work too. */
const readable = () =>
  vi.waitUntil(async () => {
    const { rows } = await database().pool.query(
      'SELECT 1 FROM log_lines WHERE tx >= pg_snapshot_xmin(pg_current_snapshot()) LIMIT 1',
    )
    return rows.length === 0
  }, 15_000)

describe('lines', () => {
  it('are told newest first, page by page, to their organization only', async () => {
    await say(...['1', '2', '3', '4', '5'].map((message) => ({ message })))
    await say(
      { message: 'of bob', organizationId: bob.organizationId },
      { message: 'of the desk', organizationId: null },
    )

    const first = await ask({ limit: '2' })
    expect(messages(first)).toEqual(['5', '4'])
    const second = await ask({ limit: '2', cursor: first.next_cursor ?? '' })
    expect(messages(second)).toEqual(['3', '2'])
    const third = await ask({ limit: '2', cursor: second.next_cursor ?? '' })
    expect(messages(third)).toEqual(['1'])
    expect(third.next_cursor).toBeNull()
    expect(messages(await ask({}, bob))).toEqual(['of bob'])
  })

  it.each([
    [{ level: 'warn' }, ['e', 'w']],
    [{ level: 'error' }, ['e']],
    [{ text: 'NeeD' }, ['a needle']],
    [{ text: '%' }, ['100 %']],
    [{ request_id: 'r-1' }, ['a needle']],
    [{ source: 'webhook' }, ['100 %']],
    [{ level: 'warn', text: 'x' }, []],
  ] as [Record<string, string>, string[]][])('narrowed by %o are %o', async (search, expected) => {
    await say(
      { message: 'a needle', requestId: 'r-1' },
      { message: 'w', level: 'warn', requestId: 'r-2' },
      { message: 'e', level: 'error' },
      { message: '100 %', source: 'webhook' },
    )
    expect(messages(await ask(search)).sort()).toEqual(expected.toSorted())
  })

  it('with a script in them are text in the answer', async () => {
    await say({ message: '<script>alert(1)</script>' })
    const response = await request(alice, {})
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(messages((await response.json()) as Told)).toEqual(['<script>alert(1)</script>'])
  })
})

describe('a live tail', () => {
  it('is told what came since, oldest part first when it is much, each line once', async () => {
    await say({ message: 'before' })
    const { latest } = await ask()
    await say(...['1', '2', '3', '4', '5'].map((message) => ({ message })))

    const seen: string[] = []
    let after = latest
    for (let i = 0; i < 4; i++) {
      const told = await ask({ after, limit: '2' })
      seen.push(...messages(told).toReversed())
      after = told.latest
    }
    expect(seen).toEqual(['1', '2', '3', '4', '5'])
  })

  it('misses no line that is committed late, and none of a slow transaction’s neighbours', async () => {
    const slow = await database().pool.connect()
    const insert = (id: string, message: string): [string, unknown[]] => [
      `INSERT INTO log_lines (id, organization_id, at, level, source, message) VALUES ($1, $2, now(), 'info', 'api', $3)`,
      [id, alice.organizationId, message],
    ]
    await slow.query('BEGIN')
    await slow.query(...insert(newId(), 'late'))
    const { latest } = await ask()
    tell({ organizationId: alice.organizationId, level: 'info', source: 'api', message: 'quick' })
    await flushTail()

    const seen: string[] = []
    const meanwhile = await ask({ after: latest })
    seen.push(...messages(meanwhile))
    await slow.query('COMMIT')
    slow.release()
    await readable()
    seen.push(...messages(await ask({ after: meanwhile.latest })).toReversed())
    expect(seen).toEqual(['late', 'quick'])
  })

  it('goes on when the filter changes', async () => {
    const { latest } = await ask({ level: 'error' })
    await say({ message: 'fine' }, { message: 'bad', level: 'error' })
    expect(messages(await ask({ after: latest, level: 'error' }))).toEqual(['bad'])
    expect(messages(await ask({ after: latest }))).toEqual(['bad', 'fine'])
  })
})

describe('a search for what is nowhere', () => {
  it('ends after so many lines, and goes on from there', async () => {
    await database().pool.query(
      `INSERT INTO log_lines (id, organization_id, at, level, source, message)
       SELECT gen_random_uuid(), $1, now(), 'info', 'api', CASE WHEN n = 1 THEN 'the needle' ELSE 'hay' END
       FROM generate_series(1, 1) AS n`,
      [alice.organizationId],
    )
    await database().pool.query(
      `INSERT INTO log_lines (id, organization_id, at, level, source, message)
       SELECT gen_random_uuid(), $1, now(), 'info', 'api', 'hay' FROM generate_series(1, 25000)`,
      [alice.organizationId],
    )
    await readable()
    const first = await ask({ text: 'needle' })
    expect(first.data).toEqual([])
    expect(first.next_cursor).not.toBeNull()
    const second = await ask({ text: 'needle', cursor: first.next_cursor ?? '' })
    expect(messages(second)).toEqual(['the needle'])
    expect(second.next_cursor).toBeNull()
  })
})

it.each<Record<string, string>>([
  { level: 'fatal' },
  { limit: '201' },
  { text: 'a\0b' },
  { request_id: 'with space' },
  { source: 'A!' },
  { cursor: 'nonsense' },
  { after: 'nonsense' },
])('%o is refused', async (search) => expect((await request(alice, search)).status).toBe(400))

it('a cursor of another search, of another organization, or beside `after` is refused', async () => {
  await say({ message: '1' }, { message: '2' })
  const { next_cursor, latest } = await ask({ limit: '1' })
  const cursor = next_cursor ?? ''
  expect((await request(alice, { cursor, level: 'error' })).status).toBe(400)
  expect((await request(bob, { cursor })).status).toBe(400)
  expect((await request(bob, { after: latest })).status).toBe(400)
  expect((await request(alice, { cursor, after: latest })).status).toBe(400)
})

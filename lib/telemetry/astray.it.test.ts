import pino from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { routes } from '@/app/api/routes'
import { database } from '@/lib/db/client'
import { log } from '@/lib/log'
import { createApi } from '@/server/api'
import { ownDesk } from '@/test/desk-environment'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { flushTelemetry } from './flush'

/** Something a caller puts where it does not belong. */
const ASTRAY = 'hunter2-5a1f0c9e'
const written: string[] = []
let fresh: TestDatabase
let alice: Person

beforeAll(async () => {
  fresh = await ownDesk()
  alice = await person()
  // What the process would write to standard output, all of it.
  log.level = 'trace'
  Object.assign(log, { [pino.symbols.streamSym]: { write: (line: string) => void written.push(line) } })
})
afterAll(async () => {
  log.level = 'silent'
  await database().close()
  await fresh.drop()
})

const api = createApi(routes)
const call = (method: string, path: string, headers: Record<string, string>, body?: string) =>
  api.fetch(
    new Request(`https://desk.example/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    }),
  )

it('what a caller sends astray, in a header, a path, a query or a body, is in no log and no row', async () => {
  const bad = { authorization: `Bearer ${ASTRAY}`, cookie: `session=${ASTRAY}`, 'x-api-key': ASTRAY }
  const good = { authorization: `Bearer ${alice.token}`, 'x-secret': ASTRAY }
  const secret = JSON.stringify({ secret: ASTRAY, key: { token: ASTRAY } })
  const statuses: number[] = []
  for (const headers of [bad, good]) {
    for (const [method, path, body] of [
      ['GET', `/me?token=${ASTRAY}`],
      ['GET', `/challenges/${ASTRAY}`],
      ['GET', `/invites/${ASTRAY}`],
      ['GET', `/logs?text=${ASTRAY}`],
      ['GET', `/${ASTRAY}`],
      ['POST', '/challenges', secret],
      ['POST', '/events', `{"type":"${ASTRAY}`],
      ['POST', '/verify', secret],
      ['POST', `/webhooks?key=${ASTRAY}`, `{"url":"https://user:${ASTRAY}@127.0.0.1/${ASTRAY}"}`],
      ['POST', '/wallet/verify', JSON.stringify({ challenge_id: ASTRAY, signature: ASTRAY })],
    ] as const)
      statuses.push((await call(method, path, headers, body)).status)
  }
  await flushTelemetry()

  // They came through: some served, some refused, none lost.
  expect(new Set(statuses)).toEqual(new Set([200, 400, 401, 404]))
  expect(written.filter((line) => line.includes('"msg":"request"')).length).toBeGreaterThan(10)
  expect(written.filter((line) => line.includes(ASTRAY))).toEqual([])

  const { rows: tables } = await database().pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'graphile_worker')`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await database().pool.query(`SELECT 1 FROM ${name} AS t WHERE t::text LIKE $1 LIMIT 1`, [
      `%${ASTRAY}%`,
    ])
    if (rows.length > 0) found.push(name)
  }
  expect(found).toEqual([])
  const { rows } = await database().pool.query('SELECT count(*)::int AS lines FROM log_lines')
  expect(rows[0].lines).toBeGreaterThan(5)
})

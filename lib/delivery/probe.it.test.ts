import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { endpointRow, publishedRow } from '@/test/factories/endpoints'
import type { TestDatabase } from '@/test/services/database'
import { failingEndpoints } from './delivery.job'
import { fanOut } from './fan-out'
import type { Result } from './health'
import { probeEndpoint } from './probe'
import { recordResults } from './record'
import type { Answer, DeliveredEvent } from './types'
import { judge } from './verdict'

let fresh: TestDatabase
let db: Database
beforeAll(async () => {
  fresh = await ownDesk()
  db = database()
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})

const NOW = new Date()
const DAY = 86_400
let organizationId: string
let id: string
let eventId: string
beforeEach(async () => {
  organizationId = newId()
  id = await endpointRow(db.pool, { organizationId })
  eventId = await publishedRow(db.pool, { organizationId, now: NOW })
  await expect
    .poll(
      async () => {
        await fanOut({ pool: db.pool, now: NOW })
        return (await db.pool.query('SELECT 1 FROM deliveries WHERE endpoint_id = $1', [id])).rows.length
      },
      { timeout: 15_000, interval: 10 },
    )
    .toBe(1)
})

const answered = (status: number): Answer => ({
  kind: 'answered',
  status,
  text: '',
  durationMs: 5,
  retryAfterSeconds: null,
})
const ctxAt = (seconds: number) => systemContext('test', addSeconds(NOW, seconds))
let attempts: number
beforeEach(() => {
  attempts = 0
})
/** The delivery's next try ends so many seconds from the start with this answer. */
async function tried(seconds: number, answer: Answer) {
  const at = addSeconds(NOW, seconds)
  const verdict = judge(answer, { failures: 0, at, random: 0 })
  const one = { endpointId: id, eventId, organizationId, kind: 'WEBHOOK', type: 'order.made', requestId: null } as const
  const result: Result = { ...one, attempts: attempts++, failures: 0, at, verdict }
  await recordResults({ pool: db.pool, now: at }, [result])
}
const stateOf = async () => {
  const { rows } = await db.pool.query('SELECT * FROM endpoints WHERE id = $1', [id])
  return rows[0] as Record<string, unknown>
}
const told = async () => {
  const { rows } = await db.pool.query<{ type: string; data: object }>(
    'SELECT type, data FROM events WHERE organization_id = $1 AND subject = $2 ORDER BY sequence',
    [organizationId, id],
  )
  return rows
}
const audited = async () => {
  const { rows } = await db.pool.query<{ action: string }>(
    'SELECT action FROM audit_log WHERE organization_id = $1 ORDER BY sequence',
    [organizationId],
  )
  return rows.map(({ action }) => action)
}
const sweepAt = (seconds: number) => failingEndpoints.run(ctxAt(seconds))
const probeJobs = async () => {
  const { rows } = await db.pool.query<{ key: string }>('SELECT key FROM graphile_worker.jobs WHERE key = $1', [
    `probe ${id}`,
  ])
  return rows.length
}

it('is disabled with the failure five days after the first one, and its organization is told', async () => {
  await tried(0, answered(500))
  await tried(5 * DAY - 1, answered(500))
  expect(await stateOf()).toMatchObject({ status: 'ACTIVE', first_failure_at: NOW })
  await tried(5 * DAY, answered(500))
  expect(await stateOf()).toMatchObject({
    status: 'DISABLED',
    disabled_reason: 'FAILING',
    probe_at: addSeconds(NOW, 5 * DAY + 3_600),
  })
  expect(await told()).toEqual([
    {
      type: 'endpoint.disabled',
      data: {
        endpoint_id: id,
        kind: 'WEBHOOK',
        status: 'DISABLED',
        reason: 'FAILING',
        failing_since: NOW.toISOString(),
      },
    },
  ])
  expect(await audited()).toEqual(['webhook.disabled'])
})

it('is disabled by the sweep when nothing more was sent to it, and not while it succeeded in between', async () => {
  await tried(0, answered(500))
  await tried(DAY, answered(204))
  await sweepAt(6 * DAY)
  expect(await stateOf()).toMatchObject({ status: 'ACTIVE', first_failure_at: null })

  await db.pool.query(
    "UPDATE deliveries SET status = 'RETRYING', due_at = $2, ended_at = NULL WHERE endpoint_id = $1",
    [id, NOW],
  )
  await tried(2 * DAY, answered(404))
  await sweepAt(7 * DAY - 1)
  expect(await stateOf()).toMatchObject({ status: 'ACTIVE' })
  await sweepAt(7 * DAY)
  expect(await stateOf()).toMatchObject({ status: 'DISABLED', disabled_reason: 'FAILING' })
})

it('is asked again after one hour, two, four … a day, and comes back with the first good answer', async () => {
  await tried(0, answered(500))
  await sweepAt(5 * DAY)
  await sweepAt(5 * DAY + 3_500)
  expect(await probeJobs()).toBe(0)
  await sweepAt(5 * DAY + 3_600)
  expect(await probeJobs()).toBe(1)

  const seen: DeliveredEvent[] = []
  const answering = (status: number) => ({
    WEBHOOK: async (_: unknown, event: DeliveredEvent) => {
      seen.push(event)
      return answered(status)
    },
  })
  const distances: number[] = []
  for (let n = 0; n < 7; n++) {
    await db.pool.query('UPDATE endpoints SET probe_at = $2 WHERE id = $1', [id, NOW])
    const before = Date.now()
    await probeEndpoint(ctxAt(5 * DAY), { id }, answering(n % 2 ? 500 : 404))
    distances.push(Math.round((Number((await stateOf()).probe_at) - before) / 3_600_000))
  }
  expect(distances).toEqual([2, 4, 8, 16, 24, 24, 24])
  await probeEndpoint(ctxAt(0), { id }, answering(200))
  expect(seen).toHaveLength(7)

  await db.pool.query('UPDATE endpoints SET probe_at = $2 WHERE id = $1', [id, NOW])
  await probeEndpoint(ctxAt(6 * DAY), { id }, answering(200))
  expect(seen.at(-1)).toMatchObject({ type: 'endpoint.probe', subject: id, organization_id: organizationId })
  expect(await stateOf()).toMatchObject({
    status: 'ACTIVE',
    disabled_reason: null,
    disabled_at: null,
    first_failure_at: null,
    probe_at: null,
    probes: 0,
  })
  expect((await told()).map(({ type }) => type)).toEqual(['endpoint.disabled', 'endpoint.recovered'])
  expect(await audited()).toEqual(['webhook.disabled', 'webhook.recovered'])
})

it('is left alone once a probe is answered 410, and when its owner switched it', async () => {
  await tried(0, answered(500))
  await sweepAt(5 * DAY)
  await db.pool.query('UPDATE endpoints SET probe_at = $2 WHERE id = $1', [id, NOW])
  const gone = async () => answered(410)
  await probeEndpoint(ctxAt(5 * DAY), { id }, { WEBHOOK: gone })
  expect(await stateOf()).toMatchObject({ status: 'DISABLED', disabled_reason: 'GONE', probe_at: null })

  const owner = async () => {
    await db.pool.query("UPDATE endpoints SET disabled_reason = 'OWNER', probe_at = NULL WHERE id = $1", [id])
    return answered(200)
  }
  await db.pool.query("UPDATE endpoints SET disabled_reason = 'FAILING', probe_at = $2 WHERE id = $1", [id, NOW])
  await probeEndpoint(ctxAt(5 * DAY), { id }, { WEBHOOK: owner })
  expect(await stateOf()).toMatchObject({ status: 'DISABLED', disabled_reason: 'OWNER' })
})

it('writes each try once, whoever writes it again', async () => {
  await tried(0, answered(500))
  attempts = 0
  await tried(1, answered(200))
  const { rows } = await db.pool.query('SELECT number, status_code FROM delivery_attempts WHERE event_id = $1', [
    eventId,
  ])
  expect(rows).toEqual([{ number: 1, status_code: 500 }])
  expect(await stateOf()).toMatchObject({ last_success_at: null, first_failure_at: NOW })
})

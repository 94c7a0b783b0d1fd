import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import type { Params } from '@/lib/http/spec'
import { flushCalls } from '@/lib/metrics/note-call'
import { flushTail } from '@/lib/tail/tell'
import { ownDesk } from '@/test/desk-environment'
import { person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { requestsOf } from './requests'

let fresh: TestDatabase
let alice: Awaited<ReturnType<typeof person>>
beforeAll(async () => {
  fresh = await ownDesk()
  alice = await person()
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})
beforeEach(() => database().pool.query('TRUNCATE log_lines, call_minutes'))

const api = handlers({
  POST: route(
    {
      summary: 'Say how to end',
      limit: 'events',
      params: z.object({ id: z.string() }),
      body: z.strictObject({ end: z.int() }),
    },
    (_, { end }) => {
      if (end === 500) throw new Error('something secret')
      if (end === 503) throw new AppError('E9010', 'Switched off.')
      if (end >= 400) throw new AppError('E9008', 'Not here.', { status: end })
      return {}
    },
  ),
  GET: route({ summary: 'Health', limit: 'none', auth: 'none' }, () => ({})),
})

const call = (params: Params, end: number, headers: Record<string, string> = {}) =>
  api.POST(
    new Request(`https://desk.example/api/v1/things/${params.id}/end?secret=hunter2`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ end }),
    }),
    { params },
  )
const signedIn = () => ({ authorization: `Bearer ${alice.token}` })
const flushed = async <T>(table: string, columns: string): Promise<T[]> => {
  await Promise.all([flushTail(), flushCalls()])
  return (await database().pool.query(`SELECT ${columns} FROM ${table} ORDER BY 1`)).rows
}

describe('a call of somebody signed in', () => {
  it.each([
    [200, 'info', '2xx'],
    [404, 'warn', '4xx'],
    [500, 'error', '5xx'],
    // What is switched off on purpose is no fault that should wake anybody.
    [503, 'warn', '4xx'],
  ])('that ends with %s is one line of level %s, and one call of its minute', async (status, level, statusClass) => {
    const response = await call({ id: 'the-very-thing' }, status, { ...signedIn(), 'x-request-id': `r-${status}` })
    expect(response.status).toBe(status)

    // Beside it the desk tells its operators of a fault of its own.
    const all = await flushed<Record<string, unknown>>('log_lines', '*')
    const lines = all.filter((line) => line.organization_id !== null)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      organization_id: alice.organizationId,
      level,
      source: 'api',
      request_id: `r-${status}`,
    })
    expect(lines[0]?.message).toMatch(new RegExp(`^POST /api/v1/things/:id/end → ${status} in [\\d.]+ ms$`))
    expect(JSON.stringify(lines)).not.toMatch(/the-very-thing|secret|hunter2/)

    const minutes = await flushed('call_minutes', 'route, status_class, calls')
    expect(minutes).toEqual([{ route: 'POST /api/v1/things/:id/end', status_class: statusClass, calls: 1 }])
  })

  it('is counted when its body is refused', async () => {
    await call({ id: 'the-very-thing' }, 1.5, signedIn())
    expect(await flushed('call_minutes', 'status_class')).toEqual([{ status_class: '4xx' }])
  })
})

it('a call of nobody known is in no organization’s tail, but in the desk’s metrics', async () => {
  requestsOf().registry.resetMetrics()
  expect((await call({ id: 'the-very-thing' }, 200)).status).toBe(401)
  expect(await flushed('log_lines', 'id')).toEqual([])
  expect(await flushed('call_minutes', 'route')).toEqual([])
  const text = await requestsOf().registry.metrics()
  expect(text).toContain(
    'countersign_http_request_duration_seconds_count{method="POST",route="/api/v1/things/:id/end",status="4xx"} 1',
  )
})

it('health is counted nowhere', async () => {
  requestsOf().registry.resetMetrics()
  await api.GET(new Request('https://desk.example/api/health'), { params: {} })
  expect(await requestsOf().registry.metrics()).not.toContain('/api/health')
})

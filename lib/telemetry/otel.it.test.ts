import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { publish } from '@/lib/event/publish'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { newId } from '@/lib/id'
import { enqueue } from '@/lib/queue/enqueue'
import { task } from '@/lib/queue/task'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { startQueue } from '@/worker/queue'
import { currentTraceparent, inSpan, startTracing, stopTracing } from './tracing'

type Span = {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  status?: { code?: number; message?: string }
  attributes: { key: string; value: Record<string, unknown> }[]
}

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'
const ORGANIZATION = newId()
let fresh: TestDatabase
let collector: Server
const spans: Span[] = []
const bodies: string[] = []

beforeAll(async () => {
  collector = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      bodies.push(`${request.url} ${body}`)
      for (const { scopeSpans } of JSON.parse(body).resourceSpans)
        for (const scope of scopeSpans) spans.push(...scope.spans)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
  const { port } = collector.address() as AddressInfo
  fresh = await ownDesk({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` })
})
afterAll(async () => {
  await stopTracing()
  await database().close()
  await fresh.drop()
  collector.close()
})

const job = task('note-it', z.object({ subject: z.string() }), async (ctx, { subject }) => {
  await publish(sqlOver(ctx.pool), {
    type: 'receipt.issued',
    subject,
    organizations: [{ organizationId: ORGANIZATION, data: {} }],
    now: ctx.now,
  })
})

const api = handlers({
  POST: route(
    { summary: 'Ask for a job', limit: 'events', auth: 'none', params: z.object({ id: z.string() }) },
    async (ctx, { id }) => {
      await enqueue(sqlOver(ctx.pool), 'note-it', { subject: id })
      return {}
    },
  ),
})

const call = (id: string, headers: Record<string, string>) =>
  api.POST(new Request(`https://desk.example/api/v1/things/${id}/note?secret=hunter2`, { method: 'POST', headers }), {
    params: { id },
  })
const attributesOf = (span: Span | undefined) =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]))
const find = (name: string) => spans.find((span) => span.name === name)
const eventOf = async (subject: string) => {
  const found = () => database().pool.query('SELECT request_id FROM events WHERE subject = $1', [subject])
  await vi.waitUntil(async () => (await found()).rows.length > 0, { timeout: 10_000 })
  return (await found()).rows[0]
}

describe('without tracing', () => {
  it('nothing of it is in the way, and a request id goes from a call through its job into the event', async () => {
    expect(currentTraceparent()).toBeUndefined()
    expect(await inSpan({ name: 'x', kind: 'internal', attributes: {} }, async () => 7)).toBe(7)

    const stop = await startQueue([job])
    await call('first', { 'x-request-id': 'r-first' })
    expect(await eventOf('first')).toEqual({ request_id: 'r-first' })
    await stop()
    expect(bodies).toEqual([])
  })
})

describe('with a collector', () => {
  it('a call and the job it asks for are one trace, which may have begun elsewhere', async () => {
    await startTracing('web')
    const stop = await startQueue([job])
    await call('second', { 'x-request-id': 'r-second', traceparent: `00-${TRACE}-${PARENT}-01` })
    expect(await eventOf('second')).toEqual({ request_id: 'r-second' })
    await vi.waitUntil(() => find('job note-it'), { timeout: 10_000 })
    await stop()

    const served = find('POST /api/v1/things/:id/note')
    expect(served).toMatchObject({ traceId: TRACE, parentSpanId: PARENT, kind: 2 })
    expect(attributesOf(served)).toMatchObject({
      'http.response.status_code': 200,
      'http.route': '/api/v1/things/:id/note',
      'countersign.request_id': 'r-second',
    })
    const worked = find('job note-it')
    expect(worked).toMatchObject({ traceId: TRACE, parentSpanId: served?.spanId, kind: 5 })
    expect(attributesOf(worked)).toMatchObject({ 'countersign.request_id': 'r-second', 'countersign.attempt': 1 })
    expect(bodies[0]).toMatch(/^\/v1\/traces /)
    expect(bodies.join()).toContain('countersign-web')
  })

  it('a failure is marked by its name, and quotes nothing', async () => {
    const failing = inSpan({ name: 'fails', kind: 'client', attributes: {} }, async () => {
      throw new Error('at https://rpc.example/hunter2')
    })
    await expect(failing).rejects.toThrow('hunter2')
    await vi.waitUntil(() => find('fails'), { timeout: 10_000 })
    expect(find('fails')?.status).toEqual({ code: 2, message: 'Error' })
    expect(bodies.join()).not.toContain('hunter2')
  })

  it('what is left is sent at the end', async () => {
    await inSpan({ name: 'last', kind: 'internal', attributes: {} }, async () => {})
    await stopTracing()
    expect(find('last')).toBeDefined()
    expect(currentTraceparent()).toBeUndefined()
  })
})

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { GET as auditLog } from '@/app/api/v1/audit-log/route'
import { GET as errors } from '@/app/api/v1/ops/errors/route'
import { verifyAudit } from '@/lib/audit/entry'
import { listAudit } from '@/lib/audit/list'
import { AuditFilter } from '@/lib/audit/schemas'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { isOn } from '@/lib/flags'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { newId } from '@/lib/id'
import { createApiKey } from '@/lib/identity/api-key/create'
import { actIn } from '@/lib/identity/organization/act-in'
import { addMember } from '@/lib/identity/organization/add-member'
import { createOrganization } from '@/lib/identity/organization/create'
import { enqueue } from '@/lib/queue/enqueue'
import { flushTail } from '@/lib/tail/tell'
import { ownDesk } from '@/test/desk-environment'
import { anonymous, at, type Person, person, signedIn } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { listFlags, resetFlag, setFlag } from './flags'
import { listDeskAudit } from './list-own-log'
import { isLate, lookAtDead, lookAtDesk, lookAtDisputes, lookAtErrors, lookAtJobs, lookAtStuck } from './look'
import { requeueDeadOf } from './requeue-dead'
import { retryJob } from './retry-job'

let fresh: TestDatabase
let db: Database
let operator: Person
let ada: Person
beforeAll(async () => {
  fresh = await ownDesk()
  db = database()
  ;[operator, ada] = [await person(), await person()]
  Object.assign(env(), { OPERATOR_WALLETS: operator.address })
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})
afterEach(async () => {
  await db.pool.query('TRUNCATE deliveries, delivery_attempts, inbox_heads, events, log_lines')
})

const code = (wanted: string) => expect.objectContaining({ code: wanted })
const deskLog = async () => (await listDeskAudit(operator.ctx, AuditFilter.parse({ order: 'oldest' }))).data

describe('the operators’ part of the desk', () => {
  const calls: Record<string, (ctx: Ctx) => Promise<unknown>> = {
    disputes: lookAtDisputes,
    stuck: lookAtStuck,
    jobs: lookAtJobs,
    dead: lookAtDead,
    errors: lookAtErrors,
    desk: lookAtDesk,
    flags: listFlags,
    'set flag': (ctx) => setFlag(ctx, { name: 'FF_WEBHOOKS', enabled: false, percentage: 100 }),
    'reset flag': (ctx) => resetFlag(ctx, { name: 'FF_WEBHOOKS' }),
    'retry job': (ctx) => retryJob(ctx, { id: '1' }),
    requeue: (ctx) => requeueDeadOf(ctx, { endpoint_id: newId() }),
    'audit log': (ctx) => listDeskAudit(ctx, AuditFilter.parse({})),
  }

  it.each(Object.keys(calls))('is not there for anybody else: %s', async (name) => {
    const call = calls[name] as (ctx: Ctx) => Promise<unknown>
    const input = { name: 'k', scopes: ['events:write'], quotas: undefined, expires_at: undefined }
    const byKey = await signedIn({ bearer: (await createApiKey(operator.ctx, input)).key })
    for (const ctx of [ada.ctx, anonymous(), byKey]) await expect(call(ctx)).rejects.toEqual(code('E9008'))
  })

  it('shows what is to be seen on a desk where nothing is wrong', async () => {
    expect(await lookAtDisputes(operator.ctx)).toEqual({ data: [] })
    expect(await lookAtStuck(operator.ctx)).toEqual({ anchors: [], calls: [] })
    expect((await lookAtDesk(operator.ctx)).partitions.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['events', 'deliveries', 'delivery_attempts']),
    )
    expect((await lookAtDesk(operator.ctx)).fan_out).toMatchObject({ waiting: 0 })
  })

  it('finds anchors and calls that hang, and calls that failed lately', async () => {
    const hour = (hours: number) => addSeconds(operator.ctx.now, -hours * 3600)
    for (const [state, made] of [
      ['SUBMITTED', hour(2)],
      ['OPEN', hour(0.5)],
      ['FINAL', hour(5)],
    ] as const) {
      await db.prisma.anchorBatch.create({
        data: { id: newId(), state, root: newId(), size: 1, chainId: 31337, eas: '0x', createdAt: made },
      })
    }
    for (const [state, made] of [
      ['SENT', hour(3)],
      ['FAILED', hour(30)],
      ['DONE', hour(9)],
      ['FAILED', hour(200)],
    ] as const) {
      const times = { createdAt: made, updatedAt: made, runAfter: made }
      await db.prisma.chainCall.create({
        data: {
          id: newId(),
          chainId: 31337,
          purpose: 'EXPIRE',
          deal: '0x',
          key: newId(),
          to: '0x',
          data: '0x',
          state,
          ...times,
        },
      })
    }
    const { anchors, calls: found } = await lookAtStuck(operator.ctx)
    expect(anchors.map(({ state }) => state)).toEqual(['SUBMITTED'])
    expect(found.map(({ state }) => state)).toEqual(['FAILED', 'SENT'])
  })

  it('does failed jobs again, once, and keeps who asked for it', async () => {
    await enqueue(sqlOver(db.pool), 'expire', { id: newId() })
    await enqueue(sqlOver(db.pool), 'expire', { id: newId() })
    const { rows } = await db.pool.query<{ id: string }>(
      `UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'E2004 No chain.'
       WHERE id = (SELECT min(id) FROM graphile_worker._private_jobs) RETURNING id::text`,
    )
    const id = rows[0]?.id ?? ''
    const before = await lookAtJobs(operator.ctx)
    expect(before.queue).toMatchObject({ waiting: 1, running: 0 })
    expect(before.failed).toMatchObject([{ id, task: 'expire', error: 'E2004 No chain.', for_good: true }])

    expect(await retryJob(operator.ctx, { id })).toEqual({ id, task: 'expire' })
    const after = await lookAtJobs(operator.ctx)
    expect(after.queue.waiting).toBe(2)
    expect(after.failed.filter(({ for_good }) => for_good)).toEqual([])
    await expect(retryJob(operator.ctx, { id: '999999' })).rejects.toEqual(code('E9008'))
    expect((await deskLog()).at(-1)).toMatchObject({ action: 'job.retried', actor: `user:${operator.userId}` })
  })

  it('sets switches for everybody, for a part, and lets go of them', async () => {
    const flag = async () => (await listFlags(operator.ctx)).data.find(({ name }) => name === 'FF_WEBHOOKS')
    expect(await flag()).toMatchObject({ set_here: false, enabled: true, environment: true })
    await setFlag(operator.ctx, { name: 'FF_WEBHOOKS', enabled: true, percentage: 0 })
    expect(await flag()).toMatchObject({ set_here: true, enabled: true, percentage: 0 })
    const isOff = async () => !(await isOn(db, 'FF_WEBHOOKS', ada.organizationId))
    await expect.poll(isOff, { timeout: 5_000 }).toBe(true)
    await resetFlag(operator.ctx, { name: 'FF_WEBHOOKS' })
    expect(await flag()).toMatchObject({ set_here: false })

    const own = await listAudit(operator.ctx, AuditFilter.parse({ action: 'flag.*', order: 'oldest' }))
    expect(own.data.map(({ action, target }) => [action, target])).toEqual([
      ['flag.set', 'flag:FF_WEBHOOKS'],
      ['flag.reset', 'flag:FF_WEBHOOKS'],
    ])
    expect(verifyAudit(await deskLog())).toMatchObject({ ok: true })
  })

  it('counts dead letters without showing them, and brings them back', async () => {
    const endpoints = { INBOX: newId(), WEBHOOK: newId() }
    for (const [kind, id] of Object.entries(endpoints)) {
      await db.pool.query(
        `INSERT INTO endpoints (id, organization_id, kind, event_types, url, secret, created_at, updated_at)
         VALUES ($1, $2, $3, '{*}', 'https://example.com', '\\x00', now(), now())`,
        [id, ada.organizationId, kind],
      )
      for (let n = 1; n <= 3; n++) await deadLetter(kind, id, n)
    }
    const { data } = await lookAtDead(operator.ctx)
    expect(data.map(({ kind, reason, count }) => [kind, reason, count])).toEqual(
      expect.arrayContaining([
        ['INBOX', 'NACK', 3],
        ['WEBHOOK', 'HTTP_500', 3],
      ]),
    )
    expect(JSON.stringify(data)).not.toContain('secret thing')

    for (const endpoint_id of Object.values(endpoints)) {
      expect(await requeueDeadOf(operator.ctx, { endpoint_id })).toEqual({ requeued: 3, more: false })
      expect(await requeueDeadOf(operator.ctx, { endpoint_id })).toEqual({ requeued: 0, more: false })
    }
    expect((await lookAtDead(operator.ctx)).data).toEqual([])
    const { rows } = await db.pool.query(
      'SELECT status, count(*)::int, count(due_at)::int AS due FROM deliveries GROUP BY status',
    )
    expect(rows).toEqual([{ status: 'PENDING', count: 6, due: 3 }])
    const heads = await db.pool.query('SELECT sequence FROM inbox_heads WHERE endpoint_id = $1', [endpoints.INBOX])
    expect(heads.rows).toEqual([{ sequence: 1 }])

    const theirs = await listAudit(ada.ctx, AuditFilter.parse({ action: 'delivery.requeued' }))
    expect(theirs.data).toMatchObject([
      { actor: 'desk', details: { requeued: 3, by: 'operator' } },
      { actor: 'desk', details: { requeued: 3, by: 'operator' } },
    ])
    await expect(requeueDeadOf(operator.ctx, { endpoint_id: newId() })).rejects.toEqual(code('E6002'))
  })

  async function deadLetter(kind: string, endpoint: string, n: number) {
    const id = newId()
    await db.pool.query(
      `INSERT INTO events (id, fact_id, organization_id, type, subject, sequence, source, data)
       VALUES ($1, $1, $2, 'own.thing', 's', $3, 'test', '{"x": "secret thing"}')`,
      [id, ada.organizationId, n],
    )
    await db.pool.query(
      `INSERT INTO deliveries (endpoint_id, event_id, organization_id, type, subject, sequence, status, ordered, reason, created_at, updated_at, ended_at)
       VALUES ($1, $2, $3, 'own.thing', 's', $4, 'DEAD', $5, $6, now(), now(), now())`,
      [endpoint, id, ada.organizationId, n, kind === 'INBOX', kind === 'INBOX' ? 'NACK: secret thing' : 'HTTP_500: x'],
    )
  }

  it('counts what failed in the desk by where and what, with the calls it failed for', async () => {
    const { GET } = handlers({
      GET: route({ summary: 'x', limit: 'none', auth: 'none' }, () => {
        throw new Error('a bug')
      }),
      POST: route({ summary: 'x', limit: 'none', auth: 'none' }, () => {
        throw new AppError('E9010', 'Off on purpose.')
      }),
    })
    const ids = [newId(), newId()]
    for (const id of ids) {
      const request = new Request('http://localhost/api/v1/broken', { headers: { 'x-request-id': id } })
      expect((await GET(request, { params: {} })).status).toBe(500)
    }
    await flushTail()
    const { data } = await lookAtErrors(operator.ctx)
    expect(data).toMatchObject([{ where: 'GET /api/v1/broken', code: 'E9001', count: 2 }])
    expect(data[0]?.request_ids.toSorted()).toEqual(ids.toSorted())
    expect((await lookAtErrors(at(operator.ctx, addSeconds(operator.ctx.now, 8 * 86_400)))).data).toEqual([])
  })

  it('says who is late', () => {
    const now = new Date('2026-11-21T10:00:00.000Z')
    const beat = (seconds: number, every: number | null) => ({ at: addSeconds(now, -seconds), every_seconds: every })
    expect(isLate(beat(60, null), now)).toBe(false)
    expect(isLate(beat(61, null), now)).toBe(true)
    expect(isLate(beat(7_000, 3_600), now)).toBe(false)
    expect(isLate(beat(7_300, 3_600), now)).toBe(true)
  })

  it('is 404 over HTTP, not 401, for whoever is not signed in', async () => {
    const answer = await errors(new Request('http://localhost/api/v1/ops/errors'), { params: {} })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'E9008' })
  })
})

describe('the audit log of an organization', () => {
  it('is read by its owners and admins, in pages, from either end', async () => {
    const owner = await person()
    const { id } = await createOrganization(owner.ctx, { name: 'Acme' })
    const others = await Promise.all([1, 2, 3, 4].map(() => person()))
    for (const other of others) await addMember(owner.ctx, { id, user_id: other.userId, role: 'member' })
    const ctx = await actIn(owner.ctx, id)

    const read = async (order: string) => {
      const sequences: number[] = []
      let cursor: string | undefined
      do {
        const page = await listAudit(ctx, AuditFilter.parse({ limit: 2, order, cursor }))
        sequences.push(...page.data.map(({ sequence }) => sequence))
        cursor = page.next_cursor ?? undefined
      } while (cursor)
      return sequences
    }
    expect(await read('oldest')).toEqual([1, 2, 3, 4, 5])
    expect(await read('newest')).toEqual([5, 4, 3, 2, 1])
    const added = await listAudit(ctx, AuditFilter.parse({ action: 'member.*', target: `user:${others[1]?.userId}` }))
    expect(added.data.map(({ sequence }) => sequence)).toEqual([3])

    const asMember = await actIn((others[0] as Person).ctx, id)
    await expect(listAudit(asMember, AuditFilter.parse({}))).rejects.toEqual(code('E9007'))
    const { next_cursor } = await listAudit(ctx, AuditFilter.parse({ limit: 2 }))
    const other = AuditFilter.parse({ order: 'oldest', cursor: next_cursor })
    await expect(listAudit(ctx, other)).rejects.toEqual(code('E9004'))
  })

  it('checks as a whole when read over HTTP', async () => {
    const owner = await person()
    const input = { name: 'k', scopes: ['events:read'], quotas: undefined, expires_at: undefined }
    for (let n = 0; n < 3; n++) await createApiKey(owner.ctx, input)
    const request = new Request('http://localhost/api/v1/audit-log?order=oldest', {
      headers: { authorization: `Bearer ${owner.token}` },
    })
    const { data } = await (await auditLog(request, { params: {} })).json()
    expect(verifyAudit(data)).toMatchObject({ ok: true, length: 3, from: 1 })
  })
})

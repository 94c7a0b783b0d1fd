import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ctx, UserActor } from '@/lib/context'
import { type Database, openDatabase } from '@/lib/db/client'
import { inSqlTransaction } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { freshDatabase, type TestDatabase } from '@/test/services/database'
import { EventDeliveriesAnswer } from './delivery-schemas'
import { listDeliveriesOf } from './list-deliveries'
import { insertFact } from './store'

let fresh: TestDatabase
let db: Database
const organizationId = newId()
const event = newId()
const [inbox, webhook, mail, deleted] = [newId(), newId(), newId(), newId()]
const NOW = new Date('2026-11-20T12:00:00Z')
const SECRET = new Uint8Array(32)

beforeAll(async () => {
  fresh = await freshDatabase()
  db = openDatabase(fresh.url)
  const endpoint = { organizationId, createdAt: NOW, updatedAt: NOW, eventTypes: ['*'] }
  await db.prisma.endpoint.createMany({
    data: [
      { ...endpoint, id: webhook, kind: 'WEBHOOK', url: 'https://example.com/hook', secret: SECRET },
      { ...endpoint, id: inbox, kind: 'INBOX', isDefault: true },
      { ...endpoint, id: mail, kind: 'EMAIL', userId: newId(), description: 'ada@example.com' },
      { ...endpoint, id: deleted, kind: 'WEBHOOK', url: 'https://example.com/old', secret: SECRET, status: 'DELETED' },
    ],
  })
  const row = { id: event, organization_id: organizationId, data: {} }
  const fact = {
    id: newId(),
    type: 'order.placed',
    subject: 's',
    source: 'desk',
    metadata: {},
    requestId: null,
    now: NOW,
  }
  await inSqlTransaction(db, (sql) => insertFact(sql, { ...fact, rows: [row] }))
  const sent = { eventId: event, organizationId, type: 'order.placed', subject: 's', sequence: 1 }
  await db.prisma.delivery.createMany({
    data: [inbox, webhook, mail, deleted].map((endpointId) => ({
      ...sent,
      endpointId,
      ordered: endpointId === inbox,
      status: endpointId === webhook ? 'RETRYING' : 'PENDING',
      createdAt: NOW,
      updatedAt: NOW,
      dueAt: endpointId === inbox ? null : NOW,
    })),
  })
  await db.prisma.inboxHead.create({
    data: { endpointId: inbox, subject: 's', eventId: event, sequence: 1, visibleAt: NOW },
  })
  await db.prisma.deliveryAttempt.createMany({
    data: [2, 1].map((number) => ({
      endpointId: webhook,
      eventId: event,
      number,
      at: NOW,
      outcome: 'RETRY',
      statusCode: 500,
      answer: 'no',
    })),
  })
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})

const asMember = (organization: string): Ctx<UserActor> => ({
  actor: {
    kind: 'user',
    userId: newId(),
    organizationId: organization,
    role: 'reader',
    wallet: { address: '0x', chainId: 1 },
    via: 'token',
    sessionId: null,
    keyId: null,
    scopes: null,
  },
  now: NOW,
  requestId: 'r',
  db: db.prisma,
  pool: db.pool,
})

describe('what became of an event', () => {
  it('is told for each endpoint that is still there, the inbox first, with every try in order', async () => {
    const { data } = await listDeliveriesOf(asMember(organizationId), { id: event })

    expect(EventDeliveriesAnswer.safeParse(JSON.parse(JSON.stringify({ data }))).success).toBe(true)
    expect(data.map(({ endpoint_id }) => endpoint_id)).toEqual([inbox, webhook, mail])
    expect(data[0]).toMatchObject({ kind: 'INBOX', name: null, due_at: NOW, attempts: [] })
    expect(data[1]).toMatchObject({ name: 'example.com', status: 'RETRYING' })
    expect(data[1]?.attempts.map(({ number, status }) => [number, status])).toEqual([
      [1, 500],
      [2, 500],
    ])
  })

  it('names nobody’s mail address', async () => {
    const { data } = await listDeliveriesOf(asMember(organizationId), { id: event })
    expect(JSON.stringify(data)).not.toContain('ada@example.com')
  })

  it('is nothing to strangers', async () => {
    await expect(listDeliveriesOf(asMember(newId()), { id: event })).rejects.toMatchObject({ code: 'E9008' })
    await expect(listDeliveriesOf(asMember(organizationId), { id: newId() })).rejects.toMatchObject({ code: 'E9008' })
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as exportRoute } from '@/app/api/v1/me/export/route'
import { type Database, database } from '@/lib/db/client'
import { inSqlTransaction } from '@/lib/db/sql'
import { publish } from '@/lib/event/publish'
import { newId } from '@/lib/id'
import { sealText } from '@/lib/secret/seal'
import { ownDesk } from '@/test/desk-environment'
import { agent } from '@/test/factories/agents'
import { draft as createDraft, ENOUGH, gatekeeperBody, sentChallenge } from '@/test/factories/challenges'
import { type Person, person, signedIn } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { createApiKey } from './api-key/create'
import { eraseOrganization } from './erase/erase.job'
import { eraseMe } from './erase-me'
import { SECTIONS } from './export/store'
import { addMember } from './organization/add-member'
import { createOrganization } from './organization/create'
import { patchMe } from './patch-me'
import { PERSONAL_DATA } from './personal-data'

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

/** Every table of ours, without the months of partitioned ones and what the migrations and the queue keep. */
async function tables(): Promise<string[]> {
  const { rows } = await db.pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> '_prisma_migrations'
     ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}

describe('what the desk holds of people', () => {
  it('is said for every table: what of it is exported, and what erasing does', async () => {
    expect(Object.keys(PERSONAL_DATA).sort()).toEqual(await tables())
  })

  it('names sections the export has, and the export has none beside them', () => {
    const isSection = (text: string) => /^[a-z_]+$/.test(text)
    const named = new Set(Object.values(PERSONAL_DATA).flatMap(({ exported }) => (isSection(exported) ? exported : [])))
    expect([...named].sort()).toEqual([...Object.keys(SECTIONS), 'profile'].sort())
  })

  it('does not call nobody’s what has a column for somebody', async () => {
    const { rows } = await db.pool.query<{ table_name: string; column_name: string }>(
      `SELECT table_name, column_name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name ~ '(^|_)(user|organization|member|signer|party|wallet|actor|contact)(_|$)|address'`,
    )
    const wrong = rows.filter(({ table_name }) => PERSONAL_DATA[table_name]?.erased.startsWith('nobody'))
    // Contracts’ and the desk’s own addresses.
    expect(wrong.map(({ table_name }) => table_name).sort()).toEqual(['chain_cursors', 'desk_keys'])
  })
})

const MARK = 'Zanzibar-7731'

/** Somebody of whom every kind of thing is known, each with a word that is found again. */
async function known() {
  const [ada, bob] = [await person(), await person()]
  await patchMe(ada.ctx, { name: `${MARK} name` })
  await db.prisma.session.updateMany({ where: { userId: ada.userId }, data: { userAgent: `${MARK} browser` } })
  const input = { name: `${MARK} key`, scopes: ['events:write'], quotas: undefined, expires_at: undefined }
  const { key } = await createApiKey(ada.ctx, input)
  const { id: shared } = await createOrganization(bob.ctx, { name: 'Acme' })
  await addMember(bob.ctx, { id: shared, user_id: ada.userId, role: 'admin' })
  const draft = await createDraft(ada, { ...gatekeeperBody(ENOUGH), title: `${MARK} draft` })
  const signed = await sentChallenge(ada, { ...gatekeeperBody(ENOUGH), title: 'Signed title' })
  await fill(ada)
  await agent(ada, {
    name: `${MARK} agent`,
    capabilities: [{ description: `${MARK} capability`, tags: [MARK.toLowerCase()], version: '1.0.0' }],
    auditor: true,
  })
  return { ada, bob, key, shared, draft, signed }
}

async function fill({ userId, organizationId, address }: Person) {
  const [contact, hook, event, inbox] = [newId(), newId(), newId(), newId()]
  await db.pool.query(
    `INSERT INTO contacts (id, user_id, channel, address, hint, verified_at, created_at) VALUES ($1, $2, 'EMAIL', $3, $4, now(), now())`,
    [contact, userId, Buffer.from(sealText('contact', contact, 'ada@zanzibar.example')), `${MARK}…`],
  )
  for (const [id, kind, user] of [
    [hook, 'WEBHOOK', null],
    [inbox, 'EMAIL', userId],
  ]) {
    await db.pool.query(
      `INSERT INTO endpoints (id, organization_id, kind, description, event_types, url, secret, user_id, created_by, created_at, updated_at)
       VALUES ($1, $2, $3, $4, '{*}', $5, $6, $7, $8, now(), now())`,
      [
        id,
        organizationId,
        kind,
        `${MARK} endpoint`,
        `https://${MARK}.example/hook`,
        Buffer.from(`whsec_${MARK}`),
        user,
        userId,
      ],
    )
  }
  await inSqlTransaction(db, (tx) =>
    publish(tx, {
      type: 'challenge.created',
      subject: `${MARK} subject`,
      organizations: [{ organizationId, data: { text: `${MARK} payload` } }],
      source: 'client',
      now: new Date(),
    }),
  )
  const { rows } = await db.pool.query<{ id: string }>(
    'SELECT id FROM events WHERE subject = $1 AND organization_id = $2',
    [`${MARK} subject`, organizationId],
  )
  const id = rows[0]?.id ?? event
  await db.pool.query(
    `INSERT INTO deliveries (endpoint_id, event_id, organization_id, type, subject, sequence, status, reason, created_at, updated_at, ended_at)
     VALUES ($1, $2, $3, 'x.y', $4, 1, 'DEAD', $5, now(), now(), now())`,
    [hook, id, organizationId, `${MARK} subject`, `HTTP_500: ${MARK}`],
  )
  await db.pool.query(
    `INSERT INTO delivery_attempts (endpoint_id, event_id, number, at, outcome, answer) VALUES ($1, $2, 1, now(), 'DEAD', $3)`,
    [hook, id, `${MARK} answer`],
  )
  await db.pool.query(
    `INSERT INTO inbox_heads (endpoint_id, subject, event_id, sequence, visible_at)
     SELECT id, $2, $3, 1, now() FROM endpoints WHERE organization_id = $1 AND is_default`,
    [organizationId, `${MARK} subject`, id],
  )
  await db.pool.query(
    `INSERT INTO appeals (receipt_id, user_id, did, round, appealed, bond_atomic, reason, state, created_at)
     VALUES ($1, $2, $3, 1, 'FAILED', 1000, $4, 'OPEN', now())`,
    [`0x${'ab'.repeat(32)}`, userId, `did:pkh:eip155:1:${address}`, `${MARK} appeal`],
  )
  await db.pool.query(
    `INSERT INTO reputation (id, q, evidence, as_of, updated_at) VALUES ($1, 700000, '{"q":1}', now(), now())`,
    [address],
  )
  await db.pool.query(
    `INSERT INTO reputation_entries (id, party, receipt_id, "with", finalized_at, dimension, observation, alpha_ppm, n, after, created_at)
     VALUES ($1, $2, $3, 'somebody', now(), 'q', 700000, 200000, 1, 700000, now())`,
    [newId(), address, `0x${'ab'.repeat(32)}`],
  )
  await db.pool.query(
    `INSERT INTO log_lines (id, organization_id, at, level, source, message) VALUES ($1, $2, now(), 'info', 'api', $3)`,
    [newId(), organizationId, `${MARK} line`],
  )
  await db.pool.query(`INSERT INTO call_minutes VALUES ($1, now(), $2, '2xx', 1, 1, '{}')`, [
    organizationId,
    `${MARK} route`,
  ])
  await db.pool.query(
    `INSERT INTO idempotency_keys (actor, method, path, key, body_hash, state, lease_until, answer) VALUES ($1, 'POST', '/', 'k', 'h', 'done', now(), $2)`,
    [`user:${userId}@${organizationId}`, `${MARK} stored answer`],
  )
}

/** Tables in which the word is found in any column of any row. */
async function tablesWith(word: string): Promise<string[]> {
  const found: string[] = []
  for (const table of await tables()) {
    const { rowCount } = await db.pool.query(`SELECT 1 FROM ${table} AS t WHERE t::text ILIKE $1 LIMIT 1`, [
      `%${word}%`,
    ])
    if (rowCount) found.push(table)
  }
  return found
}

async function exportOf({ token }: Pick<Person, 'token'>) {
  const request = new Request('http://localhost/api/v1/me/export', { headers: { authorization: `Bearer ${token}` } })
  const answer = await exportRoute(request, { params: {} })
  return { status: answer.status, text: await answer.text() }
}

describe('exporting and erasing', () => {
  it('shows a person everything, and after erasing nothing of it is left but what was signed', async () => {
    const { ada, bob, key, shared, draft, signed } = await known()
    const { status, text } = await exportOf(ada)
    expect(status).toBe(200)
    const data = JSON.parse(text)
    expect(Object.keys(data)).toEqual(['format', 'profile', 'exported_at', ...Object.keys(SECTIONS)])
    for (const what of [
      'name',
      'browser',
      'key',
      'draft',
      'endpoint',
      'subject',
      'payload',
      'answer',
      'line',
      'route',
      'agent',
      'capability',
      'appeal',
    ]) {
      expect(text).toContain(`${MARK} ${what}`)
    }
    expect(data.contacts).toMatchObject([{ channel: 'EMAIL', address: 'ada@zanzibar.example' }])
    expect(data.reputation).toMatchObject([{ id: ada.address, q: 700_000, history: [{ dimension: 'q', n: 1 }] }])
    expect(data.challenges.map(({ id }: { id: string }) => id)).toEqual([draft.id, signed.id])
    expect(data.challenges[1].intents).toHaveLength(1)
    expect(data.challenges[1].log.length).toBeGreaterThan(1)
    expect(data.organizations.map(({ id }: { id: string }) => id).sort()).toEqual([ada.organizationId, shared].sort())
    for (const secret of [key, `whsec_${MARK}`, ada.token]) expect(text).not.toContain(secret)
    expect(text).not.toMatch(/secret_hash|token_hash|code_hash/)
    expect((await exportOf(bob)).text).not.toContain(MARK)

    await eraseMe(ada.ctx)
    const { rows } = await db.pool.query<{ payload: { organization_id: string } }>(
      `SELECT payload FROM graphile_worker._private_jobs WHERE key = $1`,
      [`erase-rest:${ada.organizationId}`],
    )
    expect(rows[0]?.payload).toMatchObject({ organization_id: ada.organizationId })
    await eraseOrganization(ada.ctx, ada.organizationId)
    await eraseOrganization(ada.ctx, ada.organizationId)
    expect(await tablesWith(MARK)).toEqual([])
    expect(await tablesWith('zanzibar.example')).toEqual([])
    expect(await tablesWith('Signed title')).toEqual(expect.arrayContaining(['challenges', 'challenge_revisions']))

    const { rows: log } = await db.pool.query(
      'SELECT action FROM audit_log WHERE organization_id = $1 OR (organization_id = $2 AND target = $3) ORDER BY organization_id, sequence',
      [ada.organizationId, shared, `user:${ada.userId}`],
    )
    expect(log.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['account.exported', 'account.erased', 'member.added', 'member.removed']),
    )
    expect((await exportOf(ada)).status).toBe(401)
  })

  it('writes a large export out page by page, each row once', async () => {
    const { ctx, organizationId, token } = await person()
    for (let n = 0; n < 450; n++) {
      await inSqlTransaction(db, (tx) =>
        publish(tx, {
          type: 'challenge.created',
          subject: 's',
          organizations: [{ organizationId, data: { n } }],
          now: ctx.now,
        }),
      )
    }
    await db.pool.query(
      `INSERT INTO deliveries (endpoint_id, event_id, organization_id, type, subject, sequence, status, ordered, created_at, updated_at)
       SELECT p.id, e.id, e.organization_id, e.type, e.subject, e.sequence, 'PENDING', true, now(), now()
       FROM events e, endpoints p WHERE e.organization_id = $1 AND p.organization_id = $1`,
      [organizationId],
    )
    const data = JSON.parse((await exportOf({ token })).text)
    expect(data.events.map(({ sequence }: { sequence: number }) => sequence)).toEqual(
      Array.from({ length: 450 }, (_, n) => n + 1),
    )
    expect(new Set(data.deliveries.map(({ event_id }: { event_id: string }) => event_id)).size).toBe(450)
    expect(data.audit_log).toMatchObject([{ action: 'account.exported' }])
  })

  it('is for whoever signed in, not for a key: E9007', async () => {
    const ada = await person()
    const input = { name: 'k', scopes: ['events:read'], quotas: undefined, expires_at: undefined }
    const { key } = await createApiKey(ada.ctx, input)
    expect((await exportOf({ token: key })).status).toBe(403)
    await expect(eraseMe(await signedIn({ bearer: key }))).rejects.toMatchObject({ code: 'E9007' })
  })
})

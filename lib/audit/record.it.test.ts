import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { type Database, database } from '@/lib/db/client'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { at, type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { verifyAudit } from './entry'
import { MAX_REFUSALS_PER_HOUR, recordAudit, recordRefusal } from './record'
import { findEntries } from './store'

let fresh: TestDatabase
let db: Database
let ada: Person
beforeAll(async () => {
  fresh = await ownDesk()
  db = database()
  ada = await person()
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})

const allOf = (organizationId: string) =>
  findEntries(sqlOver(db.pool), {
    organizationId,
    action: undefined,
    actor: undefined,
    target: undefined,
    allowed: undefined,
    order: 'oldest',
    after: null,
    limit: 1000,
  })
const entry = (organizationId: string, n: number) => ({
  organizationId,
  actor: ada.ctx.actor,
  action: 'test.done',
  target: `test:${n}`,
  details: { n, nested: { b: [1, 0.5, 1e21], a: null, 'ä "quote"': true } },
  requestId: ada.ctx.requestId,
  now: ada.ctx.now,
})

describe('the audit log', () => {
  it('is one unbroken chain, however many write at once and through whichever door', async () => {
    const organizationId = newId()
    await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        n % 2
          ? inSqlTransaction(db, (tx) => recordAudit(tx, entry(organizationId, n)))
          : inTransaction({ db: db.prisma }, (tx) => recordAudit(tx, entry(organizationId, n))),
      ),
    )
    const rows = await allOf(organizationId)
    expect(rows).toHaveLength(24)
    expect(verifyAudit(rows)).toMatchObject({ ok: true, length: 24, from: 1 })
    expect(new Set(rows.map(({ target }) => target)).size).toBe(24)
  })

  it('holds nothing of what was rolled back', async () => {
    const organizationId = newId()
    const failed = inSqlTransaction(db, async (tx) => {
      await recordAudit(tx, entry(organizationId, 1))
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await allOf(organizationId)).toEqual([])
  })

  it('cannot be changed, not even while somebody’s data is erased', async () => {
    const organizationId = newId()
    await inSqlTransaction(db, (tx) => recordAudit(tx, entry(organizationId, 1)))
    const deleting = inSqlTransaction(db, async (tx) => {
      await tx.$executeRaw`SELECT set_config('countersign.erasing', 'on', true)`
      await tx.$executeRaw`DELETE FROM audit_log WHERE organization_id = ${organizationId}::uuid`
    })
    await expect(deleting).rejects.toThrow('append-only')
    await expect(db.pool.query(`UPDATE audit_log SET action = 'x'`)).rejects.toThrow('append-only')
    expect(await allOf(organizationId)).toHaveLength(1)
  })

  it('keeps at most twenty refusals an hour of one caller, also when they come all at once', async () => {
    const { organizationId } = ada
    await Promise.all(Array.from({ length: 40 }, () => recordRefusal(ada.ctx, { action: 'member.added' })))
    const refused = (await allOf(organizationId)).filter(({ allowed }) => !allowed)
    expect(refused).toHaveLength(MAX_REFUSALS_PER_HOUR)
    expect(refused[0]).toMatchObject({ action: 'member.added', actor: `user:${ada.userId}` })

    await recordRefusal(at(ada.ctx, addSeconds(ada.ctx.now, 3_601)), { action: 'member.added' })
    const rows = await allOf(organizationId)
    expect(rows.filter(({ allowed }) => !allowed)).toHaveLength(MAX_REFUSALS_PER_HOUR + 1)
    expect(verifyAudit(rows)).toMatchObject({ ok: true })
  })
})

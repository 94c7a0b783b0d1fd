import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withSubmitterLock } from '@/lib/chain/send/submitter-lock'
import { publish } from '@/lib/event/publish'
import { currentPosition } from '@/lib/event/store'
import { newId } from '@/lib/id'
import { log } from '@/lib/log'
import { freshDatabase, type TestDatabase } from '@/test/services/database'
import { type Database, openDatabase } from './client'
import { inSqlTransaction, type Sql, sqlOver } from './sql'
import { inTransaction } from './transaction'

/** Long enough that a transaction of these tests that works is not taken for a frozen one. */
const LIMIT_MS = 1_500
const LONGER_MS = LIMIT_MS + 500
const organizationId = newId()

let fresh: TestDatabase
let frozen: Database
let other: Database
beforeAll(async () => {
  log.level = 'silent'
  fresh = await freshDatabase()
  frozen = openDatabase(fresh.url, 2, LIMIT_MS)
  other = openDatabase(fresh.url, 2)
})
afterAll(async () => {
  await Promise.all([frozen.close(), other.close()])
  await fresh.drop()
})

const write = (sql: Sql, subject: string) =>
  publish(sql, {
    type: 'challenge.created',
    subject,
    organizations: [{ organizationId, data: {} }],
    now: new Date(),
  })
const subjects = async () =>
  (await other.pool.query<{ subject: string }>('SELECT subject FROM events ORDER BY 1')).rows.map((row) => row.subject)

describe.each([
  ['pg', (work: (sql: Sql) => Promise<unknown>) => inSqlTransaction(frozen, work)],
  ['Prisma', (work: (sql: Sql) => Promise<unknown>) => inTransaction({ db: frozen.prisma }, work)],
])('a process that freezes in a transaction of %s', (name, transaction) => {
  it('is cut off, so that the log goes on, and hears of it as E9002', async () => {
    let wake = () => {}
    const asleep = new Promise<void>((resolve) => {
      wake = resolve
    })
    let tx = 0n
    const stuck = transaction(async (sql) => {
      await write(sql, `${name} lost`)
      const [row] = await sql.$queryRaw<{ tx: string }[]>`SELECT pg_current_xact_id()::text AS tx`
      tx = BigInt(row?.tx ?? 0)
      await asleep
      await sql.$queryRaw`SELECT 1`
    })
    const told = expect(stuck).rejects.toMatchObject({ code: 'E9002' })
    await expect.poll(() => tx).toBeGreaterThan(0n)
    await inSqlTransaction(other, (sql) => write(sql, `${name} kept`))

    await expect.poll(async () => (await currentPosition(sqlOver(other.pool))).tx).toBeGreaterThan(tx)
    wake()
    await told
    expect(await subjects()).not.toContain(`${name} lost`)
    expect(await subjects()).toContain(`${name} kept`)
    await transaction((sql) => write(sql, `${name} again`))
    expect(await subjects()).toContain(`${name} again`)
  })
})

it('who idles outside a transaction, or waits in one for a statement, is left alone', async () => {
  const client = await frozen.pool.connect()
  const idle = sleep(LONGER_MS)
  const work = inSqlTransaction(frozen, async (sql) => sql.$queryRaw`SELECT pg_sleep(${LONGER_MS / 1_000}::float8)`)
  await expect(work).resolves.toHaveLength(1)
  await idle
  await expect(client.query('SELECT 1')).resolves.toMatchObject({ rowCount: 1 })
  client.release()
})

it('sending to a chain may take longer', async () => {
  const submitter = { chainId: 1, signer: '0xabc' }
  const sent = withSubmitterLock(frozen.pool, submitter, async () => {
    await sleep(LONGER_MS)
    return withSubmitterLock(other.pool, submitter, async () => 'not locked any more')
  })
  expect(await sent).toBe('busy')
})

it('every connection of a desk has the limit', async () => {
  const { rows } = await other.pool.query('SHOW idle_in_transaction_session_timeout')
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: '6s' }])
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, openDatabase } from '@/lib/db/client'
import { log } from '@/lib/log'
import { freshDatabase, type TestDatabase } from '@/test/services/database'
import { withSubmitterLock } from './submitter-lock'

let fresh: TestDatabase
let here: Database
let there: Database
beforeAll(async () => {
  log.level = 'silent'
  fresh = await freshDatabase()
  here = openDatabase(fresh.url, 4)
  there = openDatabase(fresh.url, 4)
})
afterAll(async () => {
  await Promise.all([here.close(), there.close()])
  await fresh.drop()
})

const SUBMITTER = { chainId: 1, signer: '0xabc' }

/** Work that goes on until it is let go. */
function longWork() {
  let finish = () => {}
  let began = () => {}
  const running = new Promise<void>((resolve) => {
    began = resolve
  })
  const finished = new Promise<string>((resolve) => {
    finish = () => resolve('done')
  })
  const work = () => {
    began()
    return finished
  }
  return { work, running, finish: () => finish() }
}

it('lets one process send for a chain and signer at a time', async () => {
  const long = longWork()
  const first = withSubmitterLock(here.pool, SUBMITTER, long.work)
  await long.running

  for (const { pool } of [here, there])
    expect(await withSubmitterLock(pool, SUBMITTER, async () => 'mine')).toBe('busy')
  expect(await withSubmitterLock(there.pool, { ...SUBMITTER, chainId: 2 }, async () => 'mine')).toBe('mine')
  expect(await withSubmitterLock(there.pool, { ...SUBMITTER, signer: '0xdef' }, async () => 'mine')).toBe('mine')

  long.finish()
  expect(await first).toBe('done')
  expect(await withSubmitterLock(there.pool, SUBMITTER, async () => 'mine')).toBe('mine')
})

it('is free again when the work failed', async () => {
  await expect(withSubmitterLock(here.pool, SUBMITTER, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await withSubmitterLock(there.pool, SUBMITTER, async () => 'mine')).toBe('mine')
})

it('is free the moment the connection of its holder is gone, and holds back no reader of the log', async () => {
  const long = longWork()
  const first = withSubmitterLock(here.pool, SUBMITTER, long.work)
  await long.running
  const { rows } = await there.pool.query<{ pid: number; xid: string | null }>(
    "SELECT a.pid, a.backend_xid::text AS xid FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database()",
  )
  expect(rows.map(({ xid }) => xid)).toEqual([null])

  await there.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
  await expect.poll(() => withSubmitterLock(there.pool, SUBMITTER, async () => 'mine')).toBe('mine')
  long.finish()
  expect(await first).toBe('done')
})

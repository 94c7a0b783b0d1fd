import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Database, database } from '@/lib/db/client'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { enqueue } from '@/lib/queue/enqueue'
import { task } from '@/lib/queue/task'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { cleanUp } from './clean-up'
import { releaseDeadWorkers } from './liveness'
import { startQueue } from './queue'
import { startSweeping } from './sweeping'
import { clearDeadJobs, limitBackoff } from './tend-jobs'

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

let stop: (() => Promise<void>) | undefined
const releases: (() => void)[] = []
afterEach(async () => {
  for (const release of releases.splice(0)) release()
  await stop?.()
  stop = undefined
  await db.pool.query('DELETE FROM graphile_worker._private_jobs')
})

type Job = {
  key: string | null
  attempts: number
  max_attempts: number
  last_error: string | null
  locked_by: string | null
  in_seconds: number
}
const jobs = async () => {
  const { rows } = await db.pool.query<Job>(
    'SELECT key, attempts, max_attempts, last_error, locked_by, extract(epoch FROM run_at - now())::float AS in_seconds FROM graphile_worker.jobs ORDER BY id',
  )
  return rows
}
const sql = () => sqlOver(db.pool)

/** What a job waits for: until it is released, and no longer than its test. */
function hold() {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  releases.push(release)
  return { held, release }
}
const Payload = z.object({ n: z.int() })

describe('the queue', () => {
  it('does what was enqueued in a transaction, and never what was rolled back', async () => {
    const done: number[] = []
    stop = await startQueue([
      task('count', Payload, async (ctx, { n }) => void done.push(ctx.actor.name === 'count' ? n : -1)),
    ])

    await inSqlTransaction(db, (tx) => enqueue(tx, 'count', { n: 1 }))
    const rolledBack = inSqlTransaction(db, async (tx) => {
      await enqueue(tx, 'count', { n: 2 })
      throw new Error('no')
    })
    await expect(rolledBack).rejects.toThrow('no')
    await inSqlTransaction(db, (tx) => enqueue(tx, 'count', { n: 3 }))
    await expect.poll(() => done.toSorted()).toEqual([1, 3])
    await expect.poll(jobs).toEqual([])
  })

  it('gives up what cannot succeed, and tries the rest again later without keeping what libraries say', async () => {
    let failures = 0
    const failing = task('fail', z.object({ how: z.string() }), async (_, { how }) => {
      failures += 1
      if (how === 'refused') throw new AppError('E3014', 'Not now.')
      throw Object.assign(new Error('https://rpc.example/secret-key'), { code: 'ECONNREFUSED' })
    })
    stop = await startQueue([failing])
    await enqueue(sql(), 'fail', { how: 'refused' })
    await enqueue(sql(), 'fail', { wrong: 'shape' })
    await enqueue(sql(), 'fail', { how: 'unreachable' }, { key: 'kept' })

    await expect.poll(() => failures).toBe(2)
    await expect
      .poll(jobs)
      .toEqual([
        expect.objectContaining({ key: 'kept', attempts: 1, last_error: 'Error ECONNREFUSED', locked_by: null }),
      ])
  })

  it('lets jobs under way finish when it stops, and takes no more', async () => {
    const events: string[] = []
    const { held, release } = hold()
    const slow = task('slow', Payload, async (_, { n }) => {
      events.push(`began ${n}`)
      await held
      events.push(`ended ${n}`)
    })
    stop = await startQueue([slow])
    await enqueue(sql(), 'slow', { n: 1 })
    await expect.poll(() => events).toEqual(['began 1'])

    const stopping = stop()
    stop = undefined
    setTimeout(release, 300)
    await stopping
    expect(events).toEqual(['began 1', 'ended 1'])

    await enqueue(sql(), 'slow', { n: 2 })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(events).toEqual(['began 1', 'ended 1'])
  })
})

describe('enqueueing with a key', () => {
  it('replaces a waiting job, or leaves it as it is when a sweep asks', async () => {
    await enqueue(sql(), 'count', { n: 1 }, { key: 'k', runAt: new Date(Date.now() + 60_000) })
    await enqueue(sql(), 'count', { n: 2 }, { key: 'k', keepExisting: true })
    expect((await jobs()).map((job) => Math.abs(Math.round(job.in_seconds / 60)))).toEqual([1])
    await enqueue(sql(), 'count', { n: 3 }, { key: 'k' })
    expect((await jobs()).map((job) => Math.abs(Math.round(job.in_seconds / 60)))).toEqual([0])
  })
})

describe('enqueueing for later', () => {
  it('counts from the queue’s own now', async () => {
    await enqueue(sql(), 'count', { n: 1 }, { delaySeconds: 120 })
    await enqueue(sql(), 'count', { n: 2 }, { runAt: new Date(Date.now() + 240_000), delaySeconds: 5 })
    expect((await jobs()).map((job) => Math.round(job.in_seconds / 60))).toEqual([2, 4])
  })
})

describe('tending jobs', () => {
  const setJob = (change: string) => db.pool.query(`UPDATE graphile_worker._private_jobs SET ${change}`)

  it('brings tries that lie hours ahead nearer, and leaves what is scheduled alone', async () => {
    await enqueue(sql(), 'count', { n: 1 }, { key: 'failed' })
    await setJob("attempts = 9, last_error = 'Error', run_at = now() + interval '2 hours'")
    await enqueue(sql(), 'count', { n: 2 }, { key: 'scheduled', runAt: new Date(Date.now() + 7_200_000) })

    await limitBackoff(db)
    await limitBackoff(db)
    expect((await jobs()).map(({ key, attempts, in_seconds }) => [key, attempts, Math.round(in_seconds / 60)])).toEqual(
      [
        ['failed', 9, 5],
        ['scheduled', 0, 120],
      ],
    )
  })

  it('clears jobs that failed for good and would keep their sweep from trying again', async () => {
    await enqueue(sql(), 'count', { n: 1 }, { key: 'swept' })
    await enqueue(sql(), 'count', { n: 2 })
    await setJob('attempts = max_attempts')
    await enqueue(sql(), 'count', { n: 3 }, { key: 'swept', keepExisting: true })
    await enqueue(sql(), 'count', { n: 4 }, { key: 'alive' })

    await clearDeadJobs(db)
    expect((await jobs()).map(({ key }) => key)).toEqual([null, 'alive'])
    await enqueue(sql(), 'count', { n: 5 }, { key: 'swept', keepExisting: true })
    expect((await jobs()).map(({ key }) => key)).toEqual([null, 'alive', 'swept'])
  })

  /** A worker has its sign of life a moment after its first job. */
  const signsOfLife = async () => {
    const { rowCount } = await db.pool.query(
      `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE locktype = 'advisory' AND granted AND datname = current_database() AND application_name LIKE 'countersign worker %'`,
    )
    return rowCount
  }

  it('gives the jobs of a dead worker to the living, and leaves those of the living alone', async () => {
    let done = 0
    const { held, release } = hold()
    const slow = task('slow', Payload, async () => {
      await held
      done += 1
    })
    stop = await startQueue([slow])
    await enqueue(sql(), 'slow', { n: 1 })
    await expect.poll(async () => (await jobs())[0]?.locked_by).toMatch(/^pool-/)
    await expect.poll(signsOfLife).toBe(1)
    await setJob("locked_at = now() - interval '1 minute'")
    await releaseDeadWorkers(db)
    expect((await jobs())[0]?.locked_by).toMatch(/^pool-/)
    release()
    await expect.poll(() => done).toBe(1)
    await expect.poll(jobs).toEqual([])

    await enqueue(sql(), 'other', { n: 1 })
    await setJob("locked_by = 'pool-dead', locked_at = now() - interval '1 minute', attempts = 1")
    await releaseDeadWorkers(db)
    expect((await jobs()).map(({ locked_by }) => locked_by)).toEqual([null])
  })
})

describe('sweeping', () => {
  it('goes on after a failure and stops when told', async () => {
    let runs = 0
    const failing = {
      name: 'often',
      everySeconds: 0.02,
      run: async () => {
        runs += 1
        if (runs === 1) throw new Error('once')
      },
    }
    const stopSweeping = startSweeping([failing])
    await expect.poll(() => runs).toBeGreaterThan(2)
    await stopSweeping()
    const seen = runs
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(runs).toBe(seen)
  })
})

describe('cleaning up', () => {
  it('deletes texts a day after they expired, and nothing that can still be signed', async () => {
    const now = new Date('2026-11-20T12:00:00Z')
    const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
    const text = (expiresAt: Date) => ({
      id: newId(),
      address: '0x',
      chainId: 1,
      purpose: 'sign_in',
      message: 'm',
      nonce: newId(),
      expiresAt,
    })
    const kept = [text(hoursAgo(-1)), text(hoursAgo(23))]
    await db.prisma.walletChallenge.createMany({ data: [...kept, text(hoursAgo(25))] })

    await cleanUp({ pool: db.pool, now })
    const left = await db.prisma.walletChallenge.findMany({ select: { id: true } })
    expect(left.map(({ id }) => id).toSorted()).toEqual(kept.map(({ id }) => id).toSorted())
  })
})

describe('the calendar', () => {
  it('is known to the queue by its job’s name, and one that cannot be read stops the start', async () => {
    const due = task('due', z.object({}), async () => {})
    stop = await startQueue([due], { due: '*/5 3 * * 1' })
    const known = () => db.pool.query('SELECT identifier FROM graphile_worker._private_known_crontabs')
    await expect.poll(async () => (await known()).rows).toEqual([{ identifier: 'due' }])

    for (const calendar of ['61 * * * *', 'each minute', '* * * *']) {
      await expect(startQueue([due], { due: calendar })).rejects.toThrow(`“${calendar}”`)
    }
  })
})

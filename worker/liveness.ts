import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Ctx } from '@/lib/context'
import { KEEPALIVES } from '@/lib/db/session'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { log } from '@/lib/log'

/**
 * A worker that is killed leaves its jobs locked, and the queue waits four hours before it believes that. So each worker
 * holds an advisory lock in its name on a connection of its own: whoever can take that lock knows that it is dead.
 */
const LOCK = (worker: string) => `countersign.worker ${worker}`

const RECONNECT_MS = 1_000
/** A worker takes its lock a moment after its first job. */
const GRACE_SECONDS = 3

/** Shows for as long as it is not stopped that `worker` lives. Connects anew when Postgres went away. */
export function showLife(connectionString: string, worker: string): () => Promise<void> {
  const stopping = new AbortController()
  let client: pg.Client | null = null
  const hold = async () => {
    while (!stopping.signal.aborted) {
      client = new pg.Client({ connectionString, application_name: `countersign worker ${worker}`, keepAlive: true })
      await holdLock(client, worker).catch((err: unknown) => {
        if (!stopping.signal.aborted) log.warn({ err, worker }, 'the worker’s sign of life was cut off')
      })
      await sleep(RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const holding = hold()
  return async () => {
    stopping.abort()
    await client?.end().catch(() => {})
    await holding
  }
}

/** Resolves or throws only when the connection is gone. */
async function holdLock(client: pg.Client, worker: string): Promise<void> {
  const gone = new Promise<void>((resolve) => client.once('end', resolve))
  client.on('error', () => {})
  await client.connect()
  await client.query(KEEPALIVES)
  await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [LOCK(worker)])
  await gone
}

/** Gives the jobs of dead workers back to the queue. */
export async function releaseDeadWorkers(ctx: Pick<Ctx, 'pool'>): Promise<void> {
  const holders = await sqlOver(ctx.pool).$queryRaw<{ worker: string }[]>`
    SELECT DISTINCT locked_by AS worker FROM graphile_worker.jobs
    WHERE locked_by IS NOT NULL AND locked_at < now() - ${GRACE_SECONDS}::int * interval '1 second'`
  for (const { worker } of holders) await releaseIfDead(ctx, worker)
}

async function releaseIfDead(ctx: Pick<Ctx, 'pool'>, worker: string): Promise<void> {
  await inSqlTransaction(ctx, async (sql) => {
    const [lock] = await sql.$queryRaw<{ taken: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtextextended(${LOCK(worker)}::text, 0)) AS taken`
    if (!lock?.taken) return

    log.warn({ worker }, 'a worker died; others take over its jobs')
    await sql.$executeRaw`SELECT graphile_worker.force_unlock_workers(ARRAY[${worker}::text])`
  })
}

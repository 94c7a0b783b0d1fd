import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { log } from '@/lib/log'

/** The queue's own distance between tries grows to six hours. Ours stops here: what waits for a chain should not sleep past it. */
const MAX_BACKOFF_SECONDS = 300

/** Brings tries that lie far ahead nearer. */
export async function limitBackoff(ctx: Pick<Ctx, 'pool'>): Promise<void> {
  await sqlOver(ctx.pool).$executeRaw`
    SELECT graphile_worker.reschedule_jobs(far.ids, run_at => now() + ${MAX_BACKOFF_SECONDS}::int * interval '1 second')
    FROM (
      SELECT array_agg(id) AS ids FROM graphile_worker.jobs
      WHERE locked_at IS NULL AND attempts > 0 AND attempts < max_attempts AND last_error IS NOT NULL
        AND run_at > now() + ${MAX_BACKOFF_SECONDS}::int * interval '1 second'
    ) AS far
    WHERE far.ids IS NOT NULL`
}

/**
 * Removes jobs that failed for good and hold a key, for as long as they are there their sweep cannot bring the work back.
 * Those without a key stay for whoever looks.
 */
export async function clearDeadJobs(ctx: Pick<Ctx, 'pool'>): Promise<void> {
  const dead = await sqlOver(ctx.pool).$queryRaw<{ task: string; key: string; last_error: string | null }[]>`
    WITH dead AS (
      SELECT id, task_identifier, key, last_error FROM graphile_worker.jobs
      WHERE key IS NOT NULL AND locked_at IS NULL AND attempts >= max_attempts
    ), removed AS (
      SELECT (graphile_worker.complete_jobs(array_agg(id))).id FROM dead
    )
    SELECT task_identifier AS task, key, last_error FROM dead JOIN removed USING (id)`
  for (const { task, key: job, last_error } of dead) log.error({ task, job, last_error }, 'a job failed for good')
}

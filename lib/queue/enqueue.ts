import { millisecondsAhead } from '@/lib/clock'
import type { Sql } from '@/lib/db/sql'
import { currentRequestId } from '@/lib/request-scope'
import { currentTraceparent } from '@/lib/telemetry/tracing'
import type { Origin } from './origin'

type JobOptions = {
  /** Not before this instant, by the desk's clock. */
  runAt?: Date
  /** So long after now, by the queue's own clock: for looking again, whatever time the desk believes it is. */
  delaySeconds?: number
  /** A later job with the same key replaces an unstarted earlier one. */
  key?: string
  /** With a key: a job that has it already stays as it is, with its place in the queue and its failures. For sweeps. */
  keepExisting?: boolean
  maxAttempts?: number
}

/** Defers `name` with `payload` to the worker. Part of the caller's transaction: rolled back, it never existed. */
export async function enqueue(tx: Sql, name: string, payload: object, options: JobOptions = {}): Promise<void> {
  await tx.$executeRaw`SELECT graphile_worker.add_job(
    ${name}::text, ${JSON.stringify({ ...payload, ...originNow() })}::json,
    run_at => coalesce(${options.runAt ? toQueueTime(options.runAt).toISOString() : null}::timestamptz,
      now() + ${options.delaySeconds ?? null}::float8 * interval '1 second'),
    max_attempts => ${options.maxAttempts ?? 25}::int,
    job_key => ${options.key ?? null}::text,
    job_key_mode => ${options.keepExisting ? 'unsafe_dedupe' : 'replace'}::text)`
}

/** The call (or job) that asks for it is known to the job: one request id from end to end. */
function originNow(): { _origin: Origin } | undefined {
  const requestId = currentRequestId()
  return requestId === undefined ? undefined : { _origin: { request_id: requestId, traceparent: currentTraceparent() } }
}

/** The queue goes by Postgres's clock, which stays where it is when a test puts the desk's forward. */
function toQueueTime(runAt: Date): Date {
  return new Date(runAt.getTime() - millisecondsAhead())
}

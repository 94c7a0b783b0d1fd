import type { Sql } from '@/lib/db/sql'

/** What operators look at, across organizations. Counts and ids only: no payload, no text of anybody. */

export type Dispute = {
  id: string
  challenge_id: string
  status: string
  round: number
  k: number
  m: number
  votes: number
  opened_at: Date | null
  created_at: Date
  deadline_at: Date | null
}

/** Cases that are not over, the oldest first. */
export async function findDisputes(sql: Sql, limit: number): Promise<Dispute[]> {
  return await sql.$queryRaw<Dispute[]>`
    SELECT c.id, c.challenge_id, c.status, c.round, c.k, c.m, c.opened_at, c.created_at, ch.deadline_at,
      (SELECT count(*)::int FROM case_votes v WHERE v.case_id = c.id AND v.round = c.round) AS votes
    FROM cases c JOIN challenges ch ON ch.id = c.challenge_id
    WHERE c.status IN ('PREPARED', 'OPEN') ORDER BY c.created_at, c.id LIMIT ${limit}::int`
}

export type StuckAnchor = {
  id: string
  state: string
  root: string
  chain_id: number
  size: number
  tx_hash: string | null
  created_at: Date
  submitted_at: Date | null
}

/** Batches that were not final by `before`, though made before it. */
export async function findStuckAnchors(sql: Sql, before: Date, limit: number): Promise<StuckAnchor[]> {
  return await sql.$queryRaw<StuckAnchor[]>`
    SELECT id, state, root, chain_id, size, tx_hash, created_at, submitted_at FROM anchor_batches
    WHERE state <> 'FINAL' AND created_at < ${before.toISOString()}::timestamptz
    ORDER BY created_at, id LIMIT ${limit}::int`
}

export type StuckCall = {
  id: string
  purpose: string
  deal: string
  chain_id: number
  state: string
  tries: number
  error: string | null
  created_at: Date
  updated_at: Date
  run_after: Date
}

/** Calls on chain that wait since before `before`, and those that failed since `failedSince`. */
export async function findStuckCalls(sql: Sql, before: Date, failedSince: Date, limit: number): Promise<StuckCall[]> {
  return await sql.$queryRaw<StuckCall[]>`
    SELECT id, purpose, deal, chain_id, state, tries, error, created_at, updated_at, run_after FROM chain_calls
    WHERE (state IN ('PENDING', 'SENT') AND created_at < ${before.toISOString()}::timestamptz)
      OR (state = 'FAILED' AND updated_at > ${failedSince.toISOString()}::timestamptz)
    ORDER BY created_at, id LIMIT ${limit}::int`
}

export type FailedJob = {
  id: string
  task: string
  key: string | null
  attempts: number
  max_attempts: number
  error: string | null
  created_at: Date
  run_at: Date
  for_good: boolean
}

/** Jobs whose last try failed: for good, or to be tried again. Their payloads stay where they are. */
export async function findFailedJobs(sql: Sql, limit: number): Promise<FailedJob[]> {
  return await sql.$queryRaw<FailedJob[]>`
    SELECT id::text AS id, task_identifier AS task, key, attempts::int AS attempts, max_attempts::int AS max_attempts,
      last_error AS error, created_at, run_at, attempts >= max_attempts AS for_good
    FROM graphile_worker.jobs
    WHERE last_error IS NOT NULL AND locked_at IS NULL
    ORDER BY attempts >= max_attempts DESC, created_at, id LIMIT ${limit}::int`
}

export type QueueState = { waiting: number; running: number; oldest_due_at: Date | null }

export async function readQueue(sql: Sql): Promise<QueueState> {
  const [row] = await sql.$queryRaw<QueueState[]>`
    SELECT count(*) FILTER (WHERE locked_at IS NULL AND attempts < max_attempts)::int AS waiting,
      count(*) FILTER (WHERE locked_at IS NOT NULL)::int AS running,
      min(run_at) FILTER (WHERE locked_at IS NULL AND attempts < max_attempts AND run_at <= now()) AS oldest_due_at
    FROM graphile_worker.jobs`
  return row ?? { waiting: 0, running: 0, oldest_due_at: null }
}

/** From the beginning of its tries, now. The job's name; null when it is not there, or under way. */
export async function rescheduleJob(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql.$queryRaw<{ task: string | null }[]>`
    WITH failed AS (
      SELECT id, task_identifier FROM graphile_worker.jobs
      WHERE id = ${id}::bigint AND last_error IS NOT NULL AND locked_at IS NULL
    )
    SELECT failed.task_identifier AS task
    FROM failed, LATERAL graphile_worker.reschedule_jobs(ARRAY[failed.id], run_at => now(), attempts => 0) AS again`
  return row?.task ?? null
}

export type DeadLetters = {
  organization_id: string
  organization: string
  endpoint_id: string
  kind: string
  status: string
  /** The word before the colon. */
  reason: string
  count: number
  oldest_at: Date
  newest_at: Date
}

/** Dead deliveries by organization, endpoint and reason: most first. */
export async function countDead(sql: Sql, limit: number): Promise<DeadLetters[]> {
  return await sql.$queryRaw<DeadLetters[]>`
    SELECT d.organization_id, o.name AS organization, d.endpoint_id, p.kind, p.status,
      coalesce(nullif(split_part(d.reason, ':', 1), ''), 'OTHER') AS reason,
      count(*)::int AS count, min(d.ended_at) AS oldest_at, max(d.ended_at) AS newest_at
    FROM deliveries d
    JOIN endpoints p ON p.id = d.endpoint_id
    JOIN organizations o ON o.id = d.organization_id
    WHERE d.status = 'DEAD'
    GROUP BY 1, 2, 3, 4, 5, 6
    ORDER BY count(*) DESC, d.endpoint_id, 6 LIMIT ${limit}::int`
}

export type DeadEndpoint = { id: string; organizationId: string; kind: string }

export async function findEndpoint(sql: Sql, id: string): Promise<DeadEndpoint | null> {
  const [row] = await sql.$queryRaw<DeadEndpoint[]>`
    SELECT id, organization_id AS "organizationId", kind FROM endpoints WHERE id = ${id}::uuid AND status <> 'DELETED'`
  return row ?? null
}

/** Up to `limit` dead events of an endpoint after `after`, in the order of their ids. */
export async function findDeadEvents(
  sql: Sql,
  endpoint: DeadEndpoint,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT event_id AS id FROM deliveries
    WHERE organization_id = ${endpoint.organizationId}::uuid AND endpoint_id = ${endpoint.id}::uuid AND status = 'DEAD'
      AND event_id > ${after}::uuid
    ORDER BY event_id LIMIT ${limit}::int`
  return rows.map(({ id }) => id)
}

export type FlagRow = { name: string; enabled: boolean; percentage: number }

export async function findFlags(sql: Sql): Promise<FlagRow[]> {
  return await sql.$queryRaw<FlagRow[]>`SELECT name, enabled, percentage FROM feature_flags ORDER BY name`
}

export async function saveFlag(sql: Sql, { name, enabled, percentage }: FlagRow): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO feature_flags (name, enabled, percentage) VALUES (${name}::text, ${enabled}::boolean, ${percentage}::int)
    ON CONFLICT (name) DO UPDATE SET enabled = excluded.enabled, percentage = excluded.percentage`
}

export async function deleteFlag(sql: Sql, name: string): Promise<boolean> {
  return (await sql.$executeRaw`DELETE FROM feature_flags WHERE name = ${name}::text`) > 0
}

export type ErrorCount = {
  where: string
  code: string
  count: number
  first_at: Date
  last_at: Date
  /** The newest ones; of a job that is tried again and again the same. */
  request_ids: string[]
}

/** Failures of the desk itself since `since`, by where and what: most first. */
export async function countErrors(sql: Sql, since: Date, limit: number): Promise<ErrorCount[]> {
  return await sql.$queryRaw<ErrorCount[]>`
    SELECT coalesce(context ->> 'where', source) AS where, coalesce(context ->> 'code', 'OTHER') AS code,
      count(*)::int AS count, min(at) AS first_at, max(at) AS last_at,
      coalesce((array_agg(request_id ORDER BY at DESC) FILTER (WHERE request_id IS NOT NULL))[1:100], '{}') AS request_ids
    FROM log_lines
    WHERE organization_id IS NULL AND level = 'error' AND at > ${since.toISOString()}::timestamptz
    GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT ${limit}::int`
}

export type Beat = { role: string; at: Date; every_seconds: number | null }

export async function findBeats(sql: Sql): Promise<Beat[]> {
  return await sql.$queryRaw<
    Beat[]
  >`SELECT role, at, every_seconds FROM heartbeats ORDER BY every_seconds NULLS FIRST, role`
}

export type DowntimeRow = { started_at: Date; ended_at: Date; applied_at: Date | null }

export async function findDowntimes(sql: Sql, limit: number): Promise<DowntimeRow[]> {
  return await sql.$queryRaw<DowntimeRow[]>`
    SELECT started_at, ended_at, applied_at FROM downtimes ORDER BY started_at DESC LIMIT ${limit}::int`
}

export type FanOutPlace = { at: Date; waiting: number }

/** When the log was last handed out, and how many events wait: counted up to 10 000. */
export async function readFanOut(sql: Sql): Promise<FanOutPlace | null> {
  const [row] = await sql.$queryRaw<FanOutPlace[]>`
    SELECT f.at, (
      SELECT count(*)::int FROM (
        SELECT 1 FROM events WHERE (tx, id) > (f.tx, f.last_id) ORDER BY events.tx, events.id LIMIT 10000
      ) AS waiting
    ) AS waiting FROM fan_out f WHERE id = 1`
  return row ?? null
}

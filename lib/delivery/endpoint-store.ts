import type { Sql } from '@/lib/db/sql'
import type { DisabledReason, EndpointStatus, PushEndpoint, PushKind } from './types'

/** Endpoints as the pump sees them: where it sends, and how they are. */

/** An endpoint as the pump serves it. */
export type LaneEndpoint = PushEndpoint & {
  status: EndpointStatus
  concurrency: number
  /** The first failure since its last success. */
  firstFailureAt: Date | null
}

type EndpointRow = {
  id: string
  organization_id: string
  kind: PushKind
  status: EndpointStatus
  url: string | null
  secret: Uint8Array | null
  previous_secret: Uint8Array | null
  previous_until: Date | null
  user_id: string | null
  concurrency: number
  first_failure_at: Date | null
}

/** Endpoints as they are now. */
export async function findLaneEndpoints(sql: Sql, ids: readonly string[]): Promise<LaneEndpoint[]> {
  const rows = await sql.$queryRaw<EndpointRow[]>`
    SELECT id, organization_id, kind, status, url, secret, previous_secret, previous_until, user_id, concurrency,
      first_failure_at
    FROM endpoints WHERE id = ANY(${ids}::uuid[])`
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    kind: row.kind,
    status: row.status,
    url: row.url,
    secret: row.secret,
    previousSecret: row.previous_secret,
    previousUntil: row.previous_until,
    userId: row.user_id,
    concurrency: row.concurrency,
    firstFailureAt: row.first_failure_at,
  }))
}

/** What tries said of an endpoint: its last success and the first failure after it, or since ever. */
export type Health = { id: string; succeeded_at: string | null; failed_at: string | null }

/** `last_success_at` is written every ten seconds at most: at a thousand a second it would be the busiest row there is. */
export async function saveHealth(sql: Sql, health: readonly Health[]): Promise<void> {
  await sql.$executeRaw`
    UPDATE endpoints p SET
      last_success_at = greatest(p.last_success_at, h.succeeded_at),
      first_failure_at = CASE WHEN h.succeeded_at IS NULL THEN coalesce(p.first_failure_at, h.failed_at) ELSE h.failed_at END
    FROM jsonb_to_recordset(${JSON.stringify(health)}::jsonb) AS h(id uuid, succeeded_at timestamptz, failed_at timestamptz)
    WHERE p.id = h.id AND CASE WHEN h.succeeded_at IS NULL THEN p.first_failure_at IS NULL
      ELSE p.first_failure_at IS NOT NULL OR h.failed_at IS NOT NULL OR p.last_success_at IS NULL
        OR p.last_success_at < h.succeeded_at - interval '10 seconds' END`
}

export type ChangedEndpoint = {
  id: string
  organization_id: string
  kind: string
  status: string
  reason: string | null
  failing_since: Date | null
}

/** Takes those of `ids` that are ACTIVE out of service. FAILING: only webhooks without a success since `failingSince`. */
export async function disableEndpoints(
  sql: Sql,
  ids: readonly string[],
  change: { reason: DisabledReason; failingSince: Date | null; probeAt: Date | null; now: Date },
): Promise<ChangedEndpoint[]> {
  const at = change.now.toISOString()
  return await sql.$queryRaw<ChangedEndpoint[]>`
    UPDATE endpoints SET status = 'DISABLED', disabled_reason = ${change.reason}::text, disabled_at = ${at}::timestamptz,
      probe_at = ${change.probeAt?.toISOString() ?? null}::timestamptz, probes = 0, updated_at = ${at}::timestamptz
    WHERE id = ANY(${ids}::uuid[]) AND status = 'ACTIVE'
      AND (${change.failingSince?.toISOString() ?? null}::timestamptz IS NULL
        OR (kind = 'WEBHOOK' AND first_failure_at <= ${change.failingSince?.toISOString() ?? null}::timestamptz))
    RETURNING id, organization_id, kind, status, disabled_reason AS reason, first_failure_at AS failing_since`
}

/** Brings a FAILING endpoint back, with a clean slate; null when it is not failing any more. */
export async function recoverEndpoint(sql: Sql, id: string, now: Date): Promise<ChangedEndpoint | null> {
  const at = now.toISOString()
  const [row] = await sql.$queryRaw<ChangedEndpoint[]>`
    UPDATE endpoints SET status = 'ACTIVE', disabled_reason = NULL, disabled_at = NULL, first_failure_at = NULL,
      last_success_at = ${at}::timestamptz, probe_at = NULL, probes = 0, updated_at = ${at}::timestamptz
    WHERE id = ${id}::uuid AND status = 'DISABLED' AND disabled_reason = 'FAILING'
    RETURNING id, organization_id, kind, status, disabled_reason AS reason, first_failure_at AS failing_since`
  return row ?? null
}

/** A FAILING endpoint that did not answer well is asked again later; null: it said that it wants no more (GONE). */
export async function postponeProbe(sql: Sql, id: string, probes: number, probeAt: Date | null): Promise<void> {
  await sql.$executeRaw`
    UPDATE endpoints SET probes = ${probes}::int, probe_at = ${probeAt?.toISOString() ?? null}::timestamptz,
      disabled_reason = CASE WHEN ${probeAt?.toISOString() ?? null}::timestamptz IS NULL THEN 'GONE' ELSE disabled_reason END
    WHERE id = ${id}::uuid AND status = 'DISABLED' AND disabled_reason = 'FAILING'`
}

export type Probe = { endpoint: LaneEndpoint; probes: number; failingSince: Date | null }

/** A FAILING endpoint that is to be asked whether it answers again; null when it is not, or not yet. */
export async function findProbe(sql: Sql, id: string, now: Date): Promise<Probe | null> {
  const [row] = await sql.$queryRaw<{ probes: number; first_failure_at: Date | null }[]>`
    SELECT probes, first_failure_at FROM endpoints
    WHERE id = ${id}::uuid AND status = 'DISABLED' AND disabled_reason = 'FAILING'
      AND probe_at <= ${now.toISOString()}::timestamptz`
  const [endpoint] = row ? await findLaneEndpoints(sql, [id]) : []
  return row && endpoint ? { endpoint, probes: row.probes, failingSince: row.first_failure_at } : null
}

/** FAILING endpoints whose next probe is due. */
export async function findDueProbes(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT id FROM endpoints WHERE probe_at <= ${now.toISOString()}::timestamptz AND status = 'DISABLED' LIMIT 500`
  return rows.map(({ id }) => id)
}

/** ACTIVE webhooks that have not had a success since a failure before `since`. */
export async function findFailing(sql: Sql, since: Date): Promise<string[]> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT id FROM endpoints
    WHERE first_failure_at <= ${since.toISOString()}::timestamptz AND status = 'ACTIVE' AND kind = 'WEBHOOK' LIMIT 500`
  return rows.map(({ id }) => id)
}

import { addSeconds } from '@/lib/clock'
import type { DeskKey, Downtime } from '@/lib/db/generated/client'
import type { Sql } from '@/lib/db/sql'
import type { Db, Tx } from '@/lib/db/transaction'
import { newId } from '@/lib/id'
import type { Gap, Role } from './beat'

/** The only file of this noun that knows the database. */

/** Moves a role's beat to `now` when its last was at most `seconds` ago; false for a first beat or after a silence. */
export async function beatWithin(sql: Sql, role: Role, seconds: number, now: Date): Promise<boolean> {
  const beaten = await sql.$executeRaw`
    UPDATE heartbeats SET at = greatest(at, ${now.toISOString()}::timestamptz)
    WHERE role = ${role}::text AND at >= ${addSeconds(now, -seconds).toISOString()}::timestamptz`
  return beaten === 1
}

/** One at a time, to the end of the transaction. */
export async function lockHeartbeats(sql: Sql): Promise<void> {
  await sql.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('countersign.heartbeat', 0))::text`
}

export async function findLastBeat(sql: Sql, role: Role): Promise<Date | null> {
  const [row] = await sql.$queryRaw<{ at: Date }[]>`SELECT at FROM heartbeats WHERE role = ${role}::text FOR UPDATE`
  return row?.at ?? null
}

export async function setBeat(sql: Sql, role: Role, now: Date): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO heartbeats (role, at) VALUES (${role}::text, ${now.toISOString()}::timestamptz)
    ON CONFLICT (role) DO UPDATE SET at = greatest(heartbeats.at, excluded.at)`
}

/** Says that a sweep ran to its end at `now`, and how often it means to. */
export async function setSweepBeat(sql: Sql, name: string, everySeconds: number, now: Date): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO heartbeats (role, at, every_seconds)
    VALUES (${`sweep ${name}`}::text, ${now.toISOString()}::timestamptz, ceil(${everySeconds}::float8)::int)
    ON CONFLICT (role) DO UPDATE
    SET at = greatest(heartbeats.at, excluded.at), every_seconds = excluded.every_seconds`
}

/** How many of `roles` were heard of since `since`. */
export function countBeats(db: Db, roles: Role[], since: Date): Promise<number> {
  return db.heartbeat.count({ where: { role: { in: roles }, at: { gte: since } } })
}

export async function findLastDowntimeEnd(sql: Sql): Promise<Date | null> {
  const [row] = await sql.$queryRaw<{ ended: Date | null }[]>`SELECT max(ended_at) AS ended FROM downtimes`
  return row?.ended ?? null
}

export async function insertDowntime(sql: Sql, { startedAt, endedAt }: Gap): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO downtimes (id, started_at, ended_at)
    VALUES (${newId()}::uuid, ${startedAt.toISOString()}::timestamptz, ${endedAt.toISOString()}::timestamptz)`
}

/** Downtimes still to be made up for, oldest first. */
export function listPendingDowntimes(db: Db): Promise<Downtime[]> {
  return db.downtime.findMany({ where: { appliedAt: null }, orderBy: { startedAt: 'asc' } })
}

export function countPendingDowntimes(db: Db): Promise<number> {
  return db.downtime.count({ where: { appliedAt: null } })
}

export async function markApplied(db: Db, id: string, now: Date): Promise<void> {
  await db.downtime.updateMany({ where: { id, appliedAt: null }, data: { appliedAt: now } })
}

/** One at a time, to the end of the transaction. */
export async function lockDeskKeys(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('countersign.desk-key', 0))::text`
}

/** Oldest first. */
export function listDeskKeys(db: Db): Promise<DeskKey[]> {
  return db.deskKey.findMany({ orderBy: { since: 'asc' } })
}

export async function insertDeskKey(tx: Tx, key: DeskKey): Promise<void> {
  await tx.deskKey.create({ data: key })
}

export type Numbers = { receipts: number; finalized: number; anchored: number }

/** How many receipts there are, how many of them are final, and how many stand under a final root: each up to `most`. */
export async function readNumbers(sql: Sql, most: number): Promise<Numbers> {
  const [row] = await sql.$queryRaw<Numbers[]>`
    SELECT
      (SELECT count(*)::int FROM (SELECT 1 FROM receipts LIMIT ${most}::int) AS r) AS receipts,
      (SELECT count(*)::int FROM (SELECT 1 FROM receipts WHERE status = 'FINALIZED' LIMIT ${most}::int) AS f) AS finalized,
      (SELECT count(*)::int FROM (
        SELECT 1 FROM anchor_batches b JOIN anchor_leaves l ON l.batch_id = b.id AND l.kind = 'receipt'
        WHERE b.state = 'FINAL' LIMIT ${most}::int) AS a) AS anchored`
  return row ?? { receipts: 0, finalized: 0, anchored: 0 }
}

/**
 * The same by what Postgres keeps about its tables. Receipts of challenges are final when made, so the few that are not
 * change nothing here; the leaves of final batches are counted by the batch.
 */
export async function estimateNumbers(sql: Sql): Promise<Numbers> {
  const [row] = await sql.$queryRaw<Numbers[]>`
    SELECT r.rows AS receipts, r.rows AS finalized,
      (SELECT coalesce(sum(size), 0)::float8 FROM anchor_batches WHERE state = 'FINAL') AS anchored
    FROM (SELECT greatest(reltuples, 0)::float8 AS rows FROM pg_class WHERE oid = 'receipts'::regclass) AS r`
  return row ?? { receipts: 0, finalized: 0, anchored: 0 }
}

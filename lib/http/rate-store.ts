import { addSeconds } from '@/lib/clock'
import type { Sql } from '@/lib/db/sql'

type Lease = { subject: string; group: string; windowStart: Date; calls: number }

/** Takes `calls` of the subject's window and returns how many have been taken by all processes together. */
export async function leaseCalls(sql: Sql, { subject, group, windowStart, calls }: Lease): Promise<number> {
  const rows = await sql.$queryRaw<{ used: number }[]>`
    INSERT INTO rate_buckets (subject, "group", window_start, used)
    VALUES (${subject}::text, ${group}::text, ${windowStart.toISOString()}::timestamptz, ${calls}::int)
    ON CONFLICT (subject, "group", window_start) DO UPDATE SET used = rate_buckets.used + excluded.used
    RETURNING used`
  return rows[0]?.used ?? calls
}

/** Deletes the windows nobody counts in any more. Returns how many. */
export async function sweepRateBuckets(sql: Sql, now: Date): Promise<number> {
  return sql.$executeRaw`DELETE FROM rate_buckets WHERE window_start < ${addSeconds(now, -600).toISOString()}::timestamptz`
}

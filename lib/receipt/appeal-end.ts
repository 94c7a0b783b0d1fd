import { addSeconds } from '@/lib/clock'
import { fairDue } from '@/lib/committee/fair-due'
import { listDowntimes } from '@/lib/committee/round-store'
import type { Sql } from '@/lib/db/sql'
import { APPEAL_SECONDS } from './appeal-rules'

/** Until when what was decided then may be appealed: time in which the desk was away does not count. */
export async function readAppealEnd(sql: Sql, decidedAt: Date, now: Date): Promise<Date> {
  return fairDue(decidedAt, addSeconds(decidedAt, APPEAL_SECONDS), await listDowntimes(sql, decidedAt, now))
}

import { database } from '@/lib/db/client'
import { ensureMonths } from './ensure-months'
import { mendRestoredLog } from './mend-restored'

/** What has to be in order before a process reads or writes the log: its places belong to this cluster, and its months are there. */
export async function readyLog(): Promise<void> {
  const { pool } = database()
  await mendRestoredLog(pool)
  await ensureMonths(pool)
}

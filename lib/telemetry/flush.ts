import { flushCalls } from '@/lib/metrics/note-call'
import { flushTail } from '@/lib/tail/tell'

/** Writes what is kept in memory for a moment: the live tail and the counts of calls. Before the database is let go. */
export async function flushTelemetry(): Promise<void> {
  await Promise.all([flushTail(), flushCalls()])
}

import { flushCalls } from '@/lib/metrics/note-call'
import { flushTail } from '@/lib/tail/tell'
import { stopTracing } from './tracing'

/** Writes what is kept in memory for a moment: the live tail, counts of calls, spans. Before the database is let go. */
export async function flushTelemetry(): Promise<void> {
  await Promise.all([flushTail(), flushCalls(), stopTracing()])
}

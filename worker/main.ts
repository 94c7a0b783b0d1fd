import { setTimeout as sleep } from 'node:timers/promises'
import { assertSameGenesis } from '@/lib/chain/genesis'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { startDeliveries } from '@/lib/delivery/deliver'
import { startHeartbeat } from '@/lib/desk/heartbeat'
import { startTestClock } from '@/lib/desk/test-clock'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { finalizeDue } from '@/lib/receipt/finalize.job'
import { readyLog } from '@/lib/retention/ready-log'
import { flushTelemetry } from '@/lib/telemetry/flush'
import { startTracing } from '@/lib/telemetry/tracing'
import { startQueue } from './queue'
import { schedule } from './schedule'
import { startSweeping } from './sweeping'
import { tasks } from './tasks'

/** What is under way gets so long to finish; the next worker does the rest. */
const GRACE_MS = 4_500

/** The process that does what is due: deadlines, checks, anchors, cleaning up. Any number of them may run. */
async function start(): Promise<void> {
  const stops: (() => unknown)[] = []
  stopOnSignals(stops)

  await startTracing('worker')
  await assertSameGenesis(sqlOver(database().pool), env().ANCHOR_CHAIN)
  await readyLog()
  stops.push(await startTestClock())
  stops.push(await startHeartbeat('worker'))
  const stopQueue = await startQueue(tasks, { [finalizeDue.name]: env().POU_FINALIZER_CRON ?? '* * * * *' })
  const stopDeliveries = startDeliveries()
  // Side by side: jobs and answers that are still coming have the same grace.
  stops.push(() => Promise.all([stopQueue(), stopDeliveries()]))
  stops.push(startSweeping(schedule))
  log.info('working')
  process.send?.({ type: 'ready' })
}

/** SIGTERM, SIGINT, or the parent gone: take nothing new, finish what is under way within 4.5 s, exit 0. */
function stopOnSignals(stops: readonly (() => unknown)[]): void {
  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    // The last started first: sweeps, then the queue, then the heartbeat.
    await Promise.race([stopAll(stops.toReversed()), sleep(GRACE_MS)])
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => void stop())
}

async function stopAll(stops: readonly (() => unknown)[]): Promise<void> {
  for (const stop of stops) await stop()
  await flushTelemetry()
  await database().close()
}

start().catch((error: unknown) => {
  // What stops a start is said in full: it is about this machine's own settings, and somebody has to act on it.
  log.fatal({ err: error }, `The worker could not start. ${error instanceof Error ? error.message : ''}`)
  process.exit(1)
})

import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, type ParsedCronItem, parseCronItem, type Runner, run, type WorkerEvents } from 'graphile-worker'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import type { Task } from '@/lib/queue/task'
import { showLife } from './liveness'
import { toTaskList } from './run-task'

const CONCURRENCY = 8
const RESTART_MS = 1_000
const MAX_RESTART_MS = 15_000

/** The queue tells failures with messages of libraries in them; run-task.ts has logged them without. */
const logger = new Logger(({ label }) => (level, message, meta) => {
  if (meta?.failure === true) return
  if (level === 'error') log.error({ queue: label, err: meta?.error }, message)
  else if (level === 'warning') log.warn({ queue: label }, message)
  else log.debug({ queue: label }, message)
})

/** When jobs are added by the calendar: five fields of cron (UTC) by the job's name. However many workers run, one job each time. */
export type Crons = Record<string, string>

/**
 * Works on the queue until the returned function is called, which lets jobs under way finish. Resolves once it works;
 * throws when it cannot begin, and for a calendar that cannot be read. Should Postgres go away later, it begins again for
 * as long as it takes: the desk shows that nothing is being done (its heartbeat stops), and nothing is lost.
 */
export async function startQueue(tasks: readonly Task[], crons: Crons = {}): Promise<() => Promise<void>> {
  let current = await begin(tasks, crons)
  let isStopping = false

  const keepRunning = async () => {
    for (let wait = RESTART_MS; ; wait = Math.min(wait * 2, MAX_RESTART_MS)) {
      await current.ended
      if (isStopping) return
      log.error('the queue stopped; beginning again')
      await sleep(wait)
      if (isStopping) return
      const next = await begin(tasks, crons).catch(
        (err: unknown) => void log.error({ err }, 'the queue cannot begin again yet'),
      )
      if (!next) continue
      current = next
      wait = RESTART_MS
    }
  }
  const running = keepRunning()

  return async () => {
    isStopping = true
    await current.stop()
    await running
  }
}

async function begin(tasks: readonly Task[], crons: Crons): Promise<{ ended: Promise<void>; stop(): Promise<void> }> {
  const connectionString = env().DATABASE_DIRECT_URL ?? env().DATABASE_URL
  const signs: (() => Promise<void>)[] = []
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => signs.push(showLife(connectionString, workerPool.id)))

  const runner: Runner = await run({
    connectionString,
    taskList: toTaskList(tasks),
    concurrency: CONCURRENCY,
    maxPoolSize: CONCURRENCY + 2,
    noHandleSignals: true,
    parsedCronItems: readCalendar(crons),
    events,
    logger,
  })
  const hide = async () => void (await Promise.all(signs.map((sign) => sign())))
  const ended = runner.promise.catch((err: unknown) => log.error({ err }, 'the queue broke off')).then(hide)
  return {
    ended,
    stop: () =>
      runner
        .stop()
        .catch(() => {})
        .then(() => ended),
  }
}

function readCalendar(crons: Crons): ParsedCronItem[] {
  return Object.entries(crons).map(([task, match]) => {
    try {
      return parseCronItem({ task, match })
    } catch (cause) {
      throw new Error(`When to run ${task} cannot be read from “${match}”: five fields of cron are needed.`, { cause })
    }
  })
}

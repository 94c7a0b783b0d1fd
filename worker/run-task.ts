import type { TaskList } from 'graphile-worker'
import { systemContext } from '@/lib/context'
import { log } from '@/lib/log'
import { noteError } from '@/lib/ops/note-error'
import { splitOrigin } from '@/lib/queue/origin'
import type { Task } from '@/lib/queue/task'
import { summaryOf, verdictOf } from '@/lib/queue/verdict'
import { currentRequestId, withRequestId } from '@/lib/request-scope'
import { inSpan } from '@/lib/telemetry/tracing'

type Job = { id: string; attempts: number }

/** The tasks as the queue takes them: each run with a context of its own, its failure logged and judged. */
export function toTaskList(tasks: readonly Task[]): TaskList {
  return Object.fromEntries(
    tasks.map((task) => [task.name, (raw: unknown, { job }: { job: Job }) => runTask(task, raw, job)]),
  )
}

/**
 * Returns when the job is done or given up; throws, in words that may be stored, when it is to be tried again. It goes on
 * under the request id of the call that asked for it, and so does what it publishes and enqueues.
 */
async function runTask(task: Task, raw: unknown, { id, attempts }: Job): Promise<void> {
  const { payload, origin } = splitOrigin(raw)
  const own = systemContext(task.name)
  const ctx = { ...own, requestId: origin?.request_id ?? own.requestId }
  const span = {
    name: `job ${task.name}`,
    kind: 'consumer' as const,
    attributes: { 'countersign.job_id': id, 'countersign.attempt': attempts, 'countersign.request_id': ctx.requestId },
    parent: origin?.traceparent ?? null,
  }
  const run = () => inSpan(span, () => task.run(ctx, payload))
  await withRequestId(ctx.requestId, () => judged(task, attempts, run), { job: task.name, job_id: id })
}

async function judged(task: Task, attempt: number, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (err) {
    const verdict = verdictOf(err)
    log.warn({ err, task: task.name, attempt, verdict }, 'a job failed')
    noteError({ where: `job ${task.name}`, code: summaryOf(err).split(' ')[0] ?? '', requestId: currentRequestId() })
    if (verdict === 'later') throw new Error(summaryOf(err))
  }
}

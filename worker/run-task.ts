import type { TaskList } from 'graphile-worker'
import { systemContext } from '@/lib/context'
import { log } from '@/lib/log'
import type { Task } from '@/lib/queue/task'
import { summaryOf, verdictOf } from '@/lib/queue/verdict'
import { withRequestId } from '@/lib/request-scope'

/** The tasks as the queue takes them: each run with a context of its own, its failure logged and judged. */
export function toTaskList(tasks: readonly Task[]): TaskList {
  return Object.fromEntries(
    tasks.map((task) => [
      task.name,
      (payload: unknown, { job }: { job: { attempts: number } }) => runTask(task, payload, job.attempts),
    ]),
  )
}

/** Returns when the job is done or given up; throws, in words that may be stored, when it is to be tried again. */
async function runTask(task: Task, payload: unknown, attempt: number): Promise<void> {
  const ctx = systemContext(task.name)
  await withRequestId(ctx.requestId, async () => {
    try {
      await task.run(ctx, payload)
    } catch (err) {
      const verdict = verdictOf(err)
      log.warn({ err, task: task.name, attempt, verdict }, 'a job failed')
      if (verdict === 'later') throw new Error(summaryOf(err))
    }
  })
}

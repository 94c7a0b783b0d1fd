import { advanceAnchor, announce, closeBatches } from '@/lib/anchor/anchor.job'
import { expire, verifyParties, warnDeadline } from '@/lib/challenge/challenge.job'
import { publishHourly } from '@/lib/committee/roster.job'
import type { Task } from '@/lib/queue/task'

/** Every kind of job this worker does. */
export const tasks: readonly Task[] = [
  expire,
  verifyParties,
  warnDeadline,
  closeBatches,
  advanceAnchor,
  announce,
  publishHourly,
]

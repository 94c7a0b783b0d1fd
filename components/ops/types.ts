import type { z } from 'zod'
import type {
  DeadAnswer,
  DeskAnswer,
  DisputesAnswer,
  ErrorsAnswer,
  FlagsAnswer,
  JobsAnswer,
  StuckAnswer,
} from '@/lib/ops/schemas'

export type DisputesView = z.infer<typeof DisputesAnswer>
export type StuckView = z.infer<typeof StuckAnswer>
export type JobsView = z.infer<typeof JobsAnswer>
export type DeadView = z.infer<typeof DeadAnswer>
export type FlagsView = z.infer<typeof FlagsAnswer>
export type ErrorsView = z.infer<typeof ErrorsAnswer>
export type DeskView = z.infer<typeof DeskAnswer>

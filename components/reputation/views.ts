import type { z } from 'zod'
import type { HistoryAnswer, ReputationAnswer } from '@/lib/reputation/schemas'

/** What the desk answers about reputations, as it comes over the wire. */
export type ReputationView = z.infer<typeof ReputationAnswer>
export type HistoryView = z.infer<typeof HistoryAnswer>

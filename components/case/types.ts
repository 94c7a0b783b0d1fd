import type { z } from 'zod'
import type { AuditAnswer, CaseAnswer, RosterAnswer } from '@/lib/committee/schemas'

/** What the desk answers about disputes, as it comes over the wire. */
export type CaseView = z.infer<typeof CaseAnswer>
export type AuditView = z.infer<typeof AuditAnswer>
export type RosterView = z.infer<typeof RosterAnswer>
export type EvidenceView = CaseView['evidence'][number]
export type VoteView = CaseView['votes'][number]

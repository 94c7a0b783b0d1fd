import type { z } from 'zod'
import type { AuditAnswer, CaseAnswer, RosterAnswer } from '@/lib/committee/schemas'

/** What the desk answers about disputes, as it comes over the wire. */
export type CaseView = z.infer<typeof CaseAnswer>
/** A seat on a panel, or in the committee of a task: `kind` tells them apart. */
export type AuditView = z.infer<typeof AuditAnswer>
export type CaseSeatView = Extract<AuditView, { kind: 'case' }>
export type TaskSeatView = Extract<AuditView, { kind: 'receipt' }>
export type RosterView = z.infer<typeof RosterAnswer>
export type EvidenceView = CaseView['evidence'][number]
export type VoteView = CaseView['votes'][number]

import type { z } from 'zod'
import type { IssuerAnswer, NewIssuerAnswer } from '@/lib/attestation/issuer/schemas'
import type {
  AttestationAnswer,
  DeadItem,
  WorkflowAnswer,
  WorkflowItem,
  WorkflowSummary,
} from '@/lib/attestation/schemas'

/** What the desk answers about attestations, as it comes over the wire. */
export type AttestationView = z.infer<typeof AttestationAnswer>
export type IssuerView = z.infer<typeof IssuerAnswer>
export type NewIssuerView = z.infer<typeof NewIssuerAnswer>
export type WorkflowView = z.infer<typeof WorkflowAnswer>
export type WorkflowRow = z.infer<typeof WorkflowSummary>
export type ItemView = z.infer<typeof WorkflowItem>
export type DeadView = z.infer<typeof DeadItem>
export type PageOf<T> = { data: T[]; next_cursor: string | null }

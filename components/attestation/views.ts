import type { z } from 'zod'
import type { IssuerAnswer, NewIssuerAnswer } from '@/lib/attestation/issuer/schemas'
import type { OffchainRevocation } from '@/lib/attestation/offchain/schemas'
import type { SchemaAnswer } from '@/lib/attestation/schema/schemas'
import type {
  AttestationAnswer,
  DeadItem,
  StartedAnswer,
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
/** On chain a workflow; off chain the issuer’s own transaction. */
export type RevocationView = z.infer<typeof StartedAnswer> | z.infer<typeof OffchainRevocation>
export type SchemaView = z.infer<typeof SchemaAnswer>
export type PageOf<T> = { data: T[]; next_cursor: string | null }

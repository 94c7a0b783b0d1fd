import type { z } from 'zod'
import type { CommitteeAnswer } from '@/lib/committee/committee-schemas'
import type { AttestedAnswer, StatementAnswer, TextAnswer } from '@/lib/receipt/attestation-schemas'
import type { ReceiptAnswer } from '@/lib/receipt/schemas'

/** What the desk answers about receipts, as it comes over the wire. */
export type ReceiptView = z.infer<typeof ReceiptAnswer>
export type ReceiptStatus = ReceiptView['status']
export type StatementView = z.infer<typeof StatementAnswer>
export type AttestedView = z.infer<typeof AttestedAnswer>
export type TextView = z.infer<typeof TextAnswer>

export type CommitteeView = z.infer<typeof CommitteeAnswer>
export type RoundView = CommitteeView['rounds'][number]

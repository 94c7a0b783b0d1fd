import { addLeaf } from '@/lib/anchor/add-leaf'
import type { Ctx } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import { publish } from '@/lib/event/publish'
import type { Hex } from '@/lib/proof/hash'
import { type Receipt, receiptId, receiptSchema } from '@/lib/proof/receipt'
import { foldedOn } from '@/lib/reputation/bearing'
import { enqueueFold } from '@/lib/reputation/enqueue-fold'
import { insertReceipt } from './store'

export type Visibility = 'link' | 'public' | 'parties'

export type NewReceipt = {
  receipt: Receipt
  visibility: Visibility
  /** The organizations of its parties: those are told. */
  organizations: readonly string[]
}

/**
 * Makes the record of something finished, as part of the caller's transaction: the receipt, its leaf in the next batch to
 * be timestamped, receipt.issued, and where two dealt with each other the job that moves their reputation. Returns its id.
 * A subject has one receipt: issuing again returns the first one's id and changes nothing. Throws for a document that is not
 * a receipt.
 */
export async function issueReceipt(
  sql: Sql,
  ctx: Pick<Ctx, 'now' | 'requestId'>,
  { receipt, visibility, organizations }: NewReceipt,
): Promise<Hex> {
  receiptSchema.parse(receipt)
  const id = receiptId(receipt)
  const status = statusOf(receipt)
  const existing = await insertReceipt(sql, { id, receipt, status, visibility, now: ctx.now })
  if (existing) return existing

  await addLeaf(sql, { kind: 'receipt', id, now: ctx.now })
  if (status === 'FINALIZED' && foldedOn(receipt).length > 0) await enqueueFold(sql, id)
  const { kind, subject, outcome, split } = receipt
  const data = { receipt_id: id, kind, subject, outcome, split, status }
  await publish(sql, {
    type: 'receipt.issued',
    subject: id,
    organizations: organizations.map((organizationId) => ({ organizationId, data })),
    requestId: ctx.requestId,
    now: ctx.now,
  })
  return id
}

/** What a challenge ended with stands (domain §5); an agent's task is still to be judged. */
function statusOf({ kind }: Receipt): 'FINALIZED' | 'AWAITING_COMMITTEE' {
  return kind === 'challenge' ? 'FINALIZED' : 'AWAITING_COMMITTEE'
}

import { addLeaf } from '@/lib/anchor/add-leaf'
import type { Ctx } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import type { EventType } from '@/lib/event/catalogue'
import { publish } from '@/lib/event/publish'
import type { Hex } from '@/lib/proof/hash'
import { type Verdict, verdictId } from '@/lib/proof/receipt'
import { enqueue } from '@/lib/queue/enqueue'
import { closeCommittees, insertVerdict, setDecided } from './decide-store'

/** How a task's receipt can end, in one trial or after an appeal. */
export type Ending = Verdict['status']

export type ReceiptDecision = {
  receiptId: Hex
  /**
   * FINALIZED, FAILED: of a PENDING receipt by its committee, or of an APPEALED one whose verdict stands. REVERSED: of an
   * APPEALED one only. EXPIRED: of one that waits for a committee or for its members.
   */
  status: Ending
  /** The round that decided it. */
  round: number
  /** sha256 of the signatures it is decided by; in the order given. */
  hashes: readonly Hex[]
}

const EVENTS = {
  FINALIZED: 'receipt.finalized',
  FAILED: 'receipt.failed',
  EXPIRED: 'receipt.expired',
  REVERSED: 'receipt.reversed',
} as const satisfies Record<Ending, EventType>

/**
 * Ends a task's receipt, as part of the caller's transaction, which holds the receipt's row: its status, the verdict with
 * its leaf in the next batch to be timestamped, the news to both sides, the end of its committee's round, and the job that
 * moves the reputation. Returns the verdict's id; null when the receipt cannot end so any more, and then nothing changed.
 *
 * `finalized_at` is when the receipt was first decided: an appeal that changes nothing does not move it in the order in
 * which reputation is folded. When each decision was made stands in its verdict.
 */
export async function decideReceipt(
  tx: Sql,
  ctx: Pick<Ctx, 'now' | 'requestId'>,
  { receiptId, status, round, hashes }: ReceiptDecision,
): Promise<Hex | null> {
  const decided = await setDecided(tx, { receiptId, status, now: ctx.now })
  if (!decided) return null

  const document: Verdict = {
    v: 'countersign.verdict/1',
    receipt: receiptId,
    status,
    round,
    attestations: [...hashes],
    finalized_at: ctx.now.toISOString(),
  }
  const id = verdictId(document)
  await insertVerdict(tx, { id, document, now: ctx.now })
  await addLeaf(tx, { kind: 'verdict', id, now: ctx.now })
  await closeCommittees(tx, receiptId)

  const { subject, organizations } = decided
  const data = { receipt_id: receiptId, kind: 'task', subject, outcome: null, split: false, status, verdict_id: id }
  await publish(tx, {
    type: EVENTS[status],
    subject: receiptId,
    organizations: organizations.map((organizationId) => ({ organizationId, data })),
    requestId: ctx.requestId,
    now: ctx.now,
  })
  await enqueue(tx, 'fold-reputation', { receiptId }, { key: `fold-reputation:${receiptId}` })
  return id
}

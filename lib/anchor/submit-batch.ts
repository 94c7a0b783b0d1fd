import { type Submission, submitTransaction, type ToSend } from '@/lib/chain/send/submit-transaction'
import type { Ctx } from '@/lib/context'
import type { Hex } from '@/lib/proof/hash'
import { type AnchorChain, timestampCall } from './anchor-chain'
import { type Batch, subjectOf } from './batch'
import { markSubmitted } from './store'

/** Sends the root of a batch to EAS.timestamp, or again: safe to run at any time, by as many workers as you like. */
export function submitBatch(ctx: Ctx, batch: Batch, chain: AnchorChain, key: Hex): Promise<Submission> {
  const toSend: ToSend = {
    chainId: batch.chainId,
    subject: subjectOf(batch.id),
    to: batch.eas,
    data: timestampCall(batch.root),
    isThere: async () => (await chain.timestampOf(batch.root)) > 0n,
    gasFor: (sender) => chain.gasFor(batch.root, sender),
    noteSubmitted: (sql, hash) => markSubmitted(sql, batch.id, hash, ctx.now),
  }
  return submitTransaction(ctx, toSend, chain, key)
}

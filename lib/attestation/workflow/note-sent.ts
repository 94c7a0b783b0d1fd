import type { Ctx, UserActor } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import type { Hex } from '@/lib/proof/hash'
import { asAttester } from '../access'
import type { NoteSent } from '../schemas'
import { enqueueAttest } from '../send/enqueue-attest'
import { loadWorkflow } from './get'
import { requireWallet } from './prepare'
import { markSent } from './store'

/**
 * Notes by which transaction an organization's wallet sent items of a workflow, so that `prepareWorkflow` leaves them out
 * until the chain has said what became of them. It is only where to look. 409 when its issuer is no wallet.
 */
export function noteSent(ctx: Ctx<UserActor>, { id, tx_hash, indexes }: NoteSent & { id: string }) {
  return asAttester(ctx, 'attestation.sent', (ctx) =>
    inTransaction(ctx, async (tx) => {
      const flow = await loadWorkflow(tx, ctx.actor, id)
      await requireWallet(tx, ctx.actor, flow)
      const noted = await markSent(tx, { workflowId: id, indexes, txHash: tx_hash as Hex, now: ctx.now })
      await enqueueAttest(tx, flow.chain_id)
      return { workflow_id: id, noted }
    }),
  )
}

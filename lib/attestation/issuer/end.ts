import type { Ctx, UserActor } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { asManager } from '../access'
import { enqueueAttest } from '../send/enqueue-attest'
import { failItems } from '../send/tell-ended'
import { record } from './create'
import { endIssuerRow, lockIssuer, lockWaiting } from './store'

const ENDED = { name: 'IssuerEnded', sentence: 'Its issuer was ended before it was sent.' }

/**
 * Ends an issuer: nothing is signed or sent for it any more, what waited fails. Its key stays sealed, since only it can
 * revoke what it attested: signing a delegation for its address again brings it back. Ended before: nothing happens.
 */
export function endIssuer(ctx: Ctx<UserActor>, { id }: { id: string }): Promise<void> {
  return asManager(ctx, 'issuer.ended', (ctx) =>
    inTransaction(ctx, async (tx) => {
      const row = await lockIssuer(tx, id)
      if (row?.organization_id !== ctx.actor.organizationId) throw noSuchIssuer()
      if (!(await endIssuerRow(tx, id, ctx.now))) return

      const waiting = await lockWaiting(tx, id)
      await failItems(
        tx,
        waiting.map((item) => ({ ...item, refusal: ENDED })),
        ctx.now,
      )
      // What is in the outbox for an executor may be half handed over: whoever looks after the chain ends it.
      await enqueueAttest(tx, row.chain_id)
      await record(tx, ctx, 'issuer.ended', row)
    }),
  )
}

function noSuchIssuer(): AppError {
  return new AppError('E9008', 'Your organization has no such issuer. GET issuers lists those it has.')
}

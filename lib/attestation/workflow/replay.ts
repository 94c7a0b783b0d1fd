import { recordAudit } from '@/lib/audit/record'
import { addSeconds } from '@/lib/clock'
import type { Ctx, UserActor } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { asAttester, notNow } from '../access'
import type { ReplayWorkflow } from '../schemas'
import { enqueueAttest } from '../send/enqueue-attest'
import { forgetScan } from '../send/result-store'
import { ITEM_TTL_SECONDS, MAX_REPLAYS } from '../types'
import { loadWorkflow, showWorkflow } from './get'
import { requireIssuer } from './start'
import { countDead, reopenDead } from './store'

type Input = { id: string; indexes?: ReplayWorkflow['indexes'] | null }

/**
 * Tries what failed or expired anew, each item three times at most. 409 when nothing of it did, or nothing may be tried
 * again, or its issuer attests no more. Answers the workflow as it is then.
 */
export function replayWorkflow(ctx: Ctx<UserActor>, { id, indexes = null }: Input) {
  return asAttester(ctx, 'attestation.replayed', (ctx) =>
    inTransaction(ctx, async (tx) => {
      const { organizationId } = ctx.actor
      const { issuer_id, chain_id: chainId } = await loadWorkflow(tx, ctx.actor, id)
      const issuer = await requireIssuer(tx, ctx, chainId)
      if (issuer.id !== issuer_id) throw notNow('Its issuer attests no more. Bring it back, or ask for these anew.')

      const dead = await countDead(tx, id, indexes)
      if (dead === 0) throw notNow('Nothing of it failed or expired.')
      const expiresAt = addSeconds(ctx.now, ITEM_TTL_SECONDS)
      const reopen = { workflowId: id, indexes, maxReplays: MAX_REPLAYS, expiresAt, now: ctx.now }
      const replayed = await reopenDead(tx, reopen)
      await forgetScan(tx, issuer_id)
      if (replayed === 0)
        throw notNow(`Each was tried anew ${MAX_REPLAYS} times. Ask for them again with POST attestations.`)

      await enqueueAttest(tx, chainId)
      const target = `attestation_workflow:${id}`
      const details = { count: replayed }
      await recordAudit(tx, { ...ctx, organizationId, action: 'attestation.replayed', target, details })
      return { ...(await showWorkflow(tx, ctx.actor, { id })), workflow_id: id, replayed, left_out: dead - replayed }
    }),
  )
}

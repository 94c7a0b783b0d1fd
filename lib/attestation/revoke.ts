import { recordAudit } from '@/lib/audit/record'
import type { Ctx, UserActor } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { asAttester, notNow } from './access'
import { requireRevocable, revokeOffchain } from './offchain/revoke'
import type { RevokeAttestation } from './schemas'
import { type AttestationRow, isBeingRevoked, lockSent } from './store'
import { requireIssuer, startWorkflow } from './workflow/start'

type Input = RevokeAttestation & { uid: string }

/**
 * Asks for the revocation of an attestation of the organization. E7001 for another's, 409 when it is revoked or cannot be,
 * when its revocation is on its way, and when the issuer that made it attests no more: EAS lets nobody else revoke it. One
 * off chain is revoked by its issuer's own transaction, which is answered, and confirmed when it is asked for again.
 */
export function revokeAttestation(ctx: Ctx<UserActor>, input: Input) {
  return asAttester(ctx, 'attestation.revocation_requested', async (ctx) => {
    const found = await inTransaction(withoutAnswer(ctx), (tx) => loadSent(tx, ctx, input))
    if (found.offchain) return revokeOffchain(ctx, found)
    return inTransaction(ctx, async (tx) => startRevocation(tx, ctx, await loadSent(tx, ctx, input), input.priority))
  })
}

/** What is only looked at keeps no answer for a repeat. */
const withoutAnswer = ({ db, pool }: Ctx<UserActor>) => ({ db, pool })

async function loadSent(tx: Tx, ctx: Ctx<UserActor>, { uid, chain_id }: Input): Promise<AttestationRow> {
  const rows = await lockSent(tx, ctx.actor.organizationId, uid, chain_id ?? null)
  const [row] = rows
  if (!row) throw new AppError('E7001', 'Your organization made no such attestation.')
  if (rows.length > 1) throw notNow('Two chains hold this uid. Say which one with chain_id.')
  return row
}

async function startRevocation(tx: Tx, ctx: Ctx<UserActor>, row: AttestationRow, priority: number) {
  requireRevocable(row)
  const { chain_id: chainId, uid, schema_uid: schemaUid, attester } = row
  const issuer = await requireIssuer(tx, ctx, chainId)
  if (issuer.address !== attester)
    throw notNow(`Only ${attester} can revoke it. Make it your issuer there again first.`)
  if (await isBeingRevoked(tx, chainId, uid)) throw notNow('Its revocation is on its way.')

  const rows = [{ uid, priority, ref_uid: undefined }]
  const id = await startWorkflow(tx, ctx, issuer, { operation: 'REVOKE', chainId, schemaUid, priority, rows })
  const { organizationId } = ctx.actor
  const target = `attestation_workflow:${id}`
  await recordAudit(tx, { ...ctx, organizationId, action: 'attestation.revocation_requested', target })
  return { workflow_id: id, status: 'PENDING' as const }
}

import { finalAnchorOf } from '@/lib/anchor/final-anchor'
import { proveLeaf } from '@/lib/anchor/prove-leaf'
import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { type AttestationRow, findAttestations } from './store'
import { toAttestation } from './view'

type Input = { uid: string; chain_id?: number | undefined }

/**
 * An attestation the organization made, or one about a wallet of the caller. E7001 for others, whatever the chain says: the
 * desk is no explorer.
 */
export async function loadAttestation(ctx: Ctx<UserActor>, { uid, chain_id }: Input): Promise<AttestationRow> {
  const { organizationId, userId } = requireUser(ctx)
  const sql = sqlOver(ctx.pool)
  const any = {
    uid,
    chainId: chain_id ?? null,
    recipient: null,
    integraHash: null,
    status: null,
    after: null,
    limit: 1,
  }
  const [sent] = await findAttestations(sql, { ...any, organizationId, userId: null })
  if (sent) return sent
  const [received] = await findAttestations(sql, { ...any, organizationId: null, userId })
  if (received) return received
  throw new AppError('E7001', 'There is no such attestation by your organization or about a wallet of yours.')
}

/** The same as it is answered; off chain with its document and its place in a batch. */
export async function getAttestation(ctx: Ctx<UserActor>, input: Input) {
  const row = await loadAttestation(ctx, input)
  const { organizationId } = ctx.actor
  const inclusion = row.offchain ? await proveLeaf(ctx.db, 'offchain', row.uid) : null
  return {
    ...toAttestation(row, organizationId),
    document: row.document,
    inclusion: inclusion && toInclusion(inclusion),
  }
}

function toInclusion({ kind, id, proof, batch }: NonNullable<Awaited<ReturnType<typeof proveLeaf>>>) {
  const anchor = batch.state === 'FINAL' ? finalAnchorOf(batch) : null
  return { kind, id, proof, root: batch.root, anchor: anchor ?? { state: 'pending' } }
}

import { finalAnchorOf } from '@/lib/anchor/final-anchor'
import { proveLeaf } from '@/lib/anchor/prove-leaf'
import type { Ctx, UserActor } from '@/lib/context'
import type { AttestationProof } from '@/lib/proof/attestation-proof'
import { jcs } from '@/lib/proof/jcs'
import type { OffchainAttestation } from '@/lib/proof/offchain'
import { loadAttestation } from './get'
import { easAddresses } from './read-eas'
import type { AttestationRow } from './store'

/**
 * The attestation as one file for whoever has to check it: exactly the canonical bytes of a `countersign.attestation/1`.
 * E7001 as for the attestation itself.
 */
export async function getProof(
  ctx: Ctx<UserActor>,
  input: { uid: string; chain_id?: number | undefined },
): Promise<Response> {
  const row = await loadAttestation(ctx, input)
  const offchain = row.document && (await offchainOf(ctx, row, row.document))
  const headers = {
    'content-type': 'application/json',
    'content-disposition': `attachment; filename="attestation-${row.uid.slice(2, 14)}.json"`,
  }
  return new Response(jcs(toProof(row, offchain)), { headers })
}

function toProof(row: AttestationRow, offchain: AttestationProof['offchain']): AttestationProof {
  return {
    v: 'countersign.attestation/1',
    chain_id: row.chain_id,
    eas: row.document?.sig.domain.verifyingContract ?? easAddresses(row.chain_id).eas,
    uid: row.uid,
    attestation: {
      schema: row.schema_uid,
      attester: row.attester,
      recipient: row.recipient,
      time: String(Math.floor(row.issued_at.getTime() / 1000)),
      expirationTime: row.expiration_time,
      revocable: row.revocable,
      refUID: row.ref_uid,
      data: row.data,
    },
    offchain,
  }
}

async function offchainOf(ctx: Ctx, { uid }: AttestationRow, document: OffchainAttestation) {
  const inclusion = await proveLeaf(ctx.db, 'offchain', uid)
  const anchor = inclusion?.batch.state === 'FINAL' ? finalAnchorOf(inclusion.batch) : null
  return {
    document,
    proof: anchor && inclusion ? inclusion.proof : null,
    anchor: anchor ?? ({ state: 'pending' } as const),
  }
}

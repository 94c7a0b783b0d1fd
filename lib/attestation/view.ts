import { caip2 } from '@/lib/proof/chains'
import { ZERO_UID } from './encode'
import type { AttestationRow } from './store'

/** An attestation as somebody who made or got it sees it. */
export function toAttestation(row: AttestationRow, organizationId: string) {
  const { chain_id, expiration_time, ref_uid } = row
  return {
    chain_id: caip2(chain_id),
    uid: row.uid,
    schema_uid: row.schema_uid,
    attester: row.attester,
    recipient: row.recipient,
    integra_hash: row.integra_hash,
    token_id: row.token_id,
    capabilities: row.capabilities,
    data: row.data,
    ref_uid: ref_uid === ZERO_UID ? null : ref_uid,
    expiration_time: timeOf(expiration_time),
    revocable: row.revocable,
    offchain: row.offchain,
    status: row.status,
    direction: row.organization_id === organizationId ? ('sent' as const) : ('received' as const),
    issued_at: row.issued_at,
    revoked_at: row.revoked_at,
    tx_hash: row.tx_hash,
    block_number: row.block_number,
  }
}

const LAST_SECOND = 253_402_300_799n

/** EAS takes any 64 bits; what lies after the year 9999 is never. */
export function timeOf(seconds: string): Date | null {
  const at = BigInt(seconds)
  return at === 0n || at > LAST_SECOND ? null : new Date(Number(at) * 1000)
}

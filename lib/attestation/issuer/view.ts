import { caip2 } from '@/lib/proof/chains'
import type { IssuerRow } from './store'

/** An issuer as its organization sees it. */
export function toIssuer(row: IssuerRow) {
  return {
    id: row.id,
    chain_id: caip2(row.chain_id),
    kind: row.kind,
    address: row.address,
    status: row.status,
    valid_until: row.valid_until,
    delegation: row.delegation?.signed ?? null,
    created_at: row.created_at,
    ended_at: row.ended_at,
  }
}

import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { openText } from '@/lib/secret/seal'
import { findSealedKey } from './store'

/** The private key the desk keeps for an issuer. Throws when there is none, or it was sealed under another key. */
export async function loadKey(sql: Sql, issuerId: string): Promise<Hex> {
  const sealed = await findSealedKey(sql, issuerId)
  if (!sealed) throw new Error('The desk keeps no key for this issuer')
  return openText('issuer', issuerId, sealed) as Hex
}

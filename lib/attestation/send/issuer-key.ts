import { isHex } from 'viem'
import type { Hex } from '@/lib/proof/hash'
import { openText } from '@/lib/secret/seal'
import type { Issuer } from './submission'

/** The private key the desk keeps for an issuer. Throws when it cannot be opened, or there is none. */
export function openIssuerKey({ id, key }: Pick<Issuer, 'id' | 'key'>): Hex {
  if (!key) throw new Error('The desk keeps no key for this issuer')
  const text = openText('issuer', id, key)
  if (!isHex(text) || text.length !== 66) throw new Error('The key of an issuer is not one')
  return text
}

import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import type { Hex } from '@/lib/proof/hash'
import { openText } from '@/lib/secret/seal'
import type { Issuer } from './submission'

/** The key of an issuer cannot be used: sealed under another ENCRYPTION_KEY, damaged, or of another address. */
export class KeyUnusable extends Error {
  override readonly name = 'KeyUnusable'
}

/** The account of the private key the desk keeps for an issuer. Throws KeyUnusable. */
export function openIssuerKey({ id, address, key }: Pick<Issuer, 'id' | 'address' | 'key'>): PrivateKeyAccount {
  const account = key && accountOf(id, key)
  if (account?.address.toLowerCase() === address) return account
  throw new KeyUnusable(`The key of issuer ${id} cannot be opened`)
}

function accountOf(id: string, key: Uint8Array): PrivateKeyAccount | null {
  try {
    return privateKeyToAccount(openText('issuer', id, key) as Hex)
  } catch {
    return null
  }
}

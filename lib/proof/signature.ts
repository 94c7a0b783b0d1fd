import { recoverAddress } from 'viem'
import type { Hex } from './hash'

/** Answers the lower-case address whose key made the signature, or null when it is not a plain ECDSA signature. */
export type Recover = (digest: Hex, signature: string) => Promise<Hex | null>

const HALF_ORDER = 0x7fffffff_ffffffff_ffffffff_ffffffff_5d576e73_57a4501d_dfe92f46_681b20a0n

/** Whether the text is what formats.md calls an ECDSA signature: 65 bytes, low-s, v 27 or 28, lower-case hex. */
export function isEcdsaSignature(signature: string): signature is Hex {
  if (!/^0x[0-9a-f]{128}(?:1b|1c)$/.test(signature)) return false
  return BigInt(`0x${signature.slice(66, 130)}`) <= HALF_ORDER
}

/** Recovers the signer of a 32-byte digest. Never throws. */
export const recoverSigner: Recover = async (digest, signature) => {
  if (!isEcdsaSignature(signature)) return null
  try {
    return (await recoverAddress({ hash: digest, signature })).toLowerCase() as Hex
  } catch {
    return null
  }
}

import secp256k1 from 'secp256k1'
import { AppError } from '@/lib/errors'
import { keccak256 } from './keccak'

/** A signature of one key: r ‖ s and which of the two candidate keys made it. s is in the lower half of the curve's order. */
export type EcdsaSignature = { kind: 'ecdsa'; rs: Uint8Array; recovery: 0 | 1 }
/** Anything else: bytes only the wallet's contract can judge. */
export type ContractSignature = { kind: 'contract'; bytes: Uint8Array }
export type Signature = EcdsaSignature | ContractSignature

/** Multisig and ERC-6492 signatures carry call data; beyond this it is no signature. */
export const MAX_SIGNATURE_BYTES = 16_384

const HALF_ORDER = Buffer.from('7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0', 'hex')
const RECOVERY_OF_V = new Map<number, 0 | 1>([
  [0, 0],
  [1, 1],
  [27, 0],
  [28, 1],
])

/**
 * Reads a signature's shape (domain §1): 65 bytes with v ∈ {0,1,27,28} or 64 bytes (EIP-2098) are a key's; any other
 * bytes may still be a contract's. Throws E1008 for what is not hex, is too long, or has s in the upper half.
 */
export function parseSignature(text: string): Signature {
  const bytes = toBytes(text)
  if (bytes.length === 64) return requireLowS(fromCompact(bytes))

  const recovery = bytes.length === 65 ? RECOVERY_OF_V.get(bytes[64] as number) : undefined
  if (recovery === undefined) return { kind: 'contract', bytes }
  return requireLowS({ kind: 'ecdsa', rs: bytes.subarray(0, 64), recovery })
}

/** The address whose key signed `digest` (32 bytes); null when no key can have made this signature. */
export function recoverSigner(digest: Uint8Array, signature: EcdsaSignature): `0x${string}` | null {
  try {
    const publicKey = secp256k1.ecdsaRecover(signature.rs, signature.recovery, digest, false)
    return `0x${Buffer.from(keccak256(publicKey.subarray(1)).subarray(12)).toString('hex')}`
  } catch {
    return null
  }
}

/** As `recoverSigner`, from text. Throws E1008 for anything but a well-formed signature of a key. */
export function recoverDigest(digest: string | Uint8Array, signature: string): `0x${string}` {
  const parsed = parseSignature(signature)
  const bytes = typeof digest === 'string' ? Buffer.from(digest.slice(2), 'hex') : digest
  const signer = parsed.kind === 'ecdsa' ? recoverSigner(bytes, parsed) : null
  if (signer === null) throw badShape()
  return signer
}

/** The address that signed `message` with personal_sign (EIP-191). Throws E1008. */
export function recoverPersonalSign(message: string, signature: string): `0x${string}` {
  return recoverDigest(personalDigest(message), signature)
}

/** What personal_sign signs of `message`. */
export function personalDigest(message: string): Uint8Array {
  return keccak256(`\x19Ethereum Signed Message:\n${Buffer.byteLength(message)}`, message)
}

/**
 * A key's signature as it is stored and hashed everywhere: 65 bytes, v 27 or 28, lower-case (formats.md). A contract's
 * bytes stay as they are. Throws E1008.
 */
export function normalizeSignature(text: string): `0x${string}` {
  const parsed = parseSignature(text)
  if (parsed.kind === 'contract') return toHex(parsed.bytes)
  return `${toHex(parsed.rs)}${parsed.recovery === 0 ? '1b' : '1c'}`
}

/** The bytes of `text` as lower-case hex, whatever they mean. */
export function toHex(bytes: Uint8Array): `0x${string}` {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
}

export function badShape(): AppError {
  return new AppError(
    'E1008',
    'This is not a signature: expected 0x and 64 or 65 bytes in hexadecimal, as the wallet returned it.',
  )
}

function toBytes(text: string): Uint8Array {
  const tooLong = text.length > 2 + 2 * MAX_SIGNATURE_BYTES
  if (tooLong || text.length % 2 !== 0 || !/^0x[0-9a-fA-F]*$/.test(text)) throw badShape()
  return Buffer.from(text.slice(2), 'hex')
}

/** EIP-2098: the top bit of s says which key. */
function fromCompact(bytes: Uint8Array): EcdsaSignature {
  const rs = Uint8Array.from(bytes)
  const high = rs[32] as number
  rs[32] = high & 0x7f
  return { kind: 'ecdsa', rs, recovery: high >> 7 === 0 ? 0 : 1 }
}

function requireLowS(signature: EcdsaSignature): EcdsaSignature {
  if (HALF_ORDER.compare(signature.rs, 32, 64) >= 0) return signature
  throw new AppError('E1008', 'This signature has its s in the upper half (EIP-2); wallets return the lower one.')
}

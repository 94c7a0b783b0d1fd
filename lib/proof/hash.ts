import { bytesToHex, concatBytes, hexToBytes, keccak256, sha256, stringToBytes } from 'viem'

/** Bytes as lower-case `0x` text. Hashes have 64 digits, addresses 40. */
export type Hex = `0x${string}`

/** 32 zero bytes: "no hash yet", the prev of a log's first entry, the deal of an unbonded challenge. */
export const ZERO_HASH: Hex = `0x${'00'.repeat(32)}`

/** sha256 over the parts one after the other. Text counts as its UTF-8 bytes, so `0x…` text is not decoded: see `bytesOf`. */
export function sha256Hex(...parts: readonly (Uint8Array | string)[]): Hex {
  return sha256(joined(parts))
}

/** keccak256 over the parts one after the other; text counts as its UTF-8 bytes. */
export function keccakHex(...parts: readonly (Uint8Array | string)[]): Hex {
  return keccak256(joined(parts))
}

/** The bytes that a lower-case `0x` text stands for. Throws for anything else. */
export function bytesOf(hex: string): Uint8Array {
  if (!/^0x(?:[0-9a-f]{2})*$/.test(hex)) throw new Error('Not lower-case hex')
  return hexToBytes(hex as Hex)
}

/** Bytes as lower-case `0x` text. */
export function hexOf(bytes: Uint8Array): Hex {
  return bytesToHex(bytes)
}

/** `hex(h)` of the formats page: the 64 digits of a hash as text. Throws when it is not a lower-case 32-byte hash. */
export function bareHex(hash: string): string {
  if (!/^0x[0-9a-f]{64}$/.test(hash)) throw new Error('Not a lower-case 32-byte hash')
  return hash.slice(2)
}

function joined(parts: readonly (Uint8Array | string)[]): Uint8Array {
  return concatBytes(parts.map((part) => (typeof part === 'string' ? stringToBytes(part) : part)))
}

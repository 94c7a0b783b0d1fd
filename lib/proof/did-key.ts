import { ed25519 } from '@noble/curves/ed25519'
import { bytesOf, type Hex, hexOf, keccakHex } from './hash'

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** What a did:key of an Ed25519 key begins with (multicodec ed25519-pub). */
const ED25519_PUB = [0xed, 0x01] as const

/** The 32 bytes of the Ed25519 key a did:key names; null for any other DID, key type or spelling. */
export function parseDidKey(did: string): Uint8Array | null {
  const match = /^did:key:z([1-9A-HJ-NP-Za-km-z]{40,60})$/.exec(did)
  const bytes = match?.[1] ? fromBase58(match[1]) : null
  if (bytes?.length !== 34 || bytes[0] !== ED25519_PUB[0] || bytes[1] !== ED25519_PUB[1]) return null

  const key = bytes.slice(2)
  return didKeyOf(key) === did ? key : null
}

/** The did:key of an Ed25519 public key (32 bytes). */
export function didKeyOf(key: Uint8Array): string {
  return `did:key:z${toBase58(Uint8Array.from([...ED25519_PUB, ...key]))}`
}

/** Whether the key of a did:key made this Ed25519 signature (RFC 8032, 64 bytes as lower-case hex) over the message. Never throws. */
export function verifyDidKey(did: string, message: Uint8Array, signature: string): boolean {
  const key = parseDidKey(did)
  if (!key || !/^0x[0-9a-f]{128}$/.test(signature)) return false
  try {
    return ed25519.verify(bytesOf(signature), message, key, { zip215: false })
  } catch {
    return false
  }
}

/** The address somebody is drawn by: a wallet's own, else the last 20 bytes of keccak256 of the DID. */
export function memberOf(id: string): Hex {
  const address = /^(?:did:pkh:eip155:[1-9][0-9]*:)?(0x[0-9a-f]{40})$/.exec(id)?.[1]
  return (address as Hex | undefined) ?? `0x${keccakHex(id).slice(-40)}`
}

function fromBase58(text: string): Uint8Array {
  let value = 0n
  for (const letter of text) value = value * 58n + BigInt(ALPHABET.indexOf(letter))
  const digits = value === 0n ? '' : value.toString(16)
  const zeros = /^1*/.exec(text)?.[0].length ?? 0
  return bytesOf(`0x${'00'.repeat(zeros)}${digits.length % 2 ? '0' : ''}${digits}`)
}

function toBase58(bytes: Uint8Array): string {
  let text = ''
  for (let value = BigInt(hexOf(bytes)); value > 0n; value /= 58n) text = ALPHABET[Number(value % 58n)] + text
  const zeros = bytes.findIndex((byte) => byte !== 0)
  return '1'.repeat(Math.max(0, zeros)) + text
}

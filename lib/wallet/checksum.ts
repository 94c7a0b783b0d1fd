import { getAddress } from 'viem/utils'

type Keccak = (text: string) => Uint8Array

let keccak: Keccak | undefined

/** Lets addresses be spelled with a faster keccak256 than JavaScript's: the server's WebAssembly (keccak.ts). */
export function spellWith(faster: Keccak): void {
  keccak = faster
}

/** The EIP-55 spelling of a lower-case address. Browser-safe. */
export function toChecksum(address: string): `0x${string}` {
  if (!keccak) return getAddress(address)
  if (address !== last.address) last = { address, spelled: spell(address, keccak(address.slice(2))) }
  return last.spelled
}

/** A call that takes an address mostly writes it soon after. */
let last: { address: string; spelled: `0x${string}` } = { address: '', spelled: '0x' }

function spell(address: string, hash: Uint8Array): `0x${string}` {
  for (let i = 0; i < 42; i++) codes[i] = address.charCodeAt(i)
  for (let i = 0; i < 40; i++) {
    const byte = hash[i >> 1] as number
    const code = codes[i + 2] as number
    if ((i % 2 === 0 ? byte >> 4 : byte & 15) > 7 && code >= LETTER_A) codes[i + 2] = code - TO_UPPER
  }
  return String.fromCharCode(...codes) as `0x${string}`
}

/** Written over each time: putting 40 pieces of text together would cost more than the hash. */
const codes = new Uint8Array(42)
const LETTER_A = 97
const TO_UPPER = 32

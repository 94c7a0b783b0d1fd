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

  const hash = keccak(address.slice(2))
  let spelled = ''
  for (let i = 0; i < 40; i++) {
    const digit = address.charAt(i + 2)
    const byte = hash[i >> 1] as number
    spelled += (i % 2 === 0 ? byte >> 4 : byte & 15) > 7 ? digit.toUpperCase() : digit
  }
  return `0x${spelled}`
}

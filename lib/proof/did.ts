import type { Hex } from './hash'

/** A wallet as a DID is made of: its chain and its lower-case address. */
export type Account = { chainId: number; address: Hex }

const PKH = /^did:pkh:eip155:([1-9][0-9]{0,15}):(0x[0-9a-f]{40})$/

/** `did:pkh:eip155:<chain>:<address>`; the address is lower-cased. */
export function pkhDid(chainId: number, address: string): string {
  return `did:pkh:eip155:${chainId}:${address.toLowerCase()}`
}

/** The wallet behind a did:pkh, or null for any other DID. */
export function parseDid(did: string): Account | null {
  const match = PKH.exec(did)
  if (!match) return null
  return { chainId: Number(match[1]), address: match[2] as Hex }
}

import { AppError } from '@/lib/errors'
import { parseAddress } from '@/lib/wallet/address'

export type PkhDid = { chainId: number; address: `0x${string}` }

const PKH = /^did:pkh:eip155:([1-9][0-9]{0,9}):(0x[0-9a-fA-F]{40})$/

/** `did:pkh:eip155:<chain id>:<lower-case address>`. */
export function didPkh(chainId: number, address: string): string {
  return `did:pkh:eip155:${chainId}:${address.toLowerCase()}`
}

/** The chain and address a did:pkh names; any accepted spelling of the address. E1001 when it is not one. */
export function parseDid(did: string): PkhDid {
  const [, chain, address] = PKH.exec(did) ?? []
  if (!chain || !address) throw new AppError('E1001', 'Expected a DID such as did:pkh:eip155:1:0x….')
  return { chainId: Number(chain), address: parseAddress(address) }
}

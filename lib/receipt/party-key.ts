import { parseDid } from '@/lib/proof/did'

/**
 * What a party is found by, whatever chain it was on (product.md, "same party"): the lower-case address of a wallet, given
 * as such or as a did:pkh; any other DID is its own key.
 */
export function partyKeyOf(party: string): string {
  if (/^0x[0-9a-fA-F]{40}$/.test(party)) return party.toLowerCase()
  return parseDid(party)?.address ?? party
}

import { AppError } from '@/lib/errors'
import { type Account, pkhDid, parseDid as readDid } from '@/lib/proof/did'

/** `did:pkh:eip155:<chain id>:<lower-case address>`. */
export const didPkh = pkhDid

/** The chain and address a did:pkh names. E1001 when it is not one. */
export function parseDid(did: string): Account {
  const account = readDid(did)
  if (!account) throw new AppError('E1001', 'Expected a DID such as did:pkh:eip155:1:0x….')
  return account
}

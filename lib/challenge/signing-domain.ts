import { escrowOf } from '@/lib/chain/escrow'
import { AppError } from '@/lib/errors'
import { type Domain, domainFor } from '@/lib/proof/typed-data'
import type { Challenge } from './challenge'
import { chainIdOf } from './draft'

/**
 * The EIP-712 domain everything about a challenge is signed in (formats.md): bonded, the escrow on the bond's chain; else
 * the chain of the signer's wallet proof. Throws E4003 where no bonds are held any more.
 */
export function signingDomain({ bond }: Pick<Challenge, 'bond'>, signer: { chainId: number }): Domain {
  if (!bond) return domainFor(signer.chainId)

  const chainId = chainIdOf(bond.network)
  const contracts = escrowOf(chainId)
  if (!contracts) throw new AppError('E4003', `Bonds are not open on ${bond.network} at this desk any more.`)
  return domainFor(chainId, contracts.escrow)
}

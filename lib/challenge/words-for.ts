import { findFeed } from '@/lib/chain/feeds'
import { networkOf } from '@/lib/proof/chains'
import { bondAssetOf } from './desk-facts'
import { chainIdOf } from './draft'
import type { TermsDoc } from './terms'
import type { Words } from './terms-lines'

/** How the desk calls what these terms name by address. `creatorChainId`: where SOLO's oracle is asked. */
export function wordsFor({ bond, resolution }: TermsDoc, creatorChainId: number): Words {
  const chainId = bond ? chainIdOf(bond.network) : creatorChainId
  const asset = bond && bondAssetOf(bond)
  const feed = resolution.oracle && findFeed(chainId, resolution.oracle.feed)
  const network = bond && networkOf(chainId)?.name
  return { ...(asset ? { asset } : {}), ...(feed ? { feed } : {}), ...(network ? { network } : {}) }
}

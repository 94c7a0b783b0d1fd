import { privateKeyToAccount } from 'viem/accounts'
import { env } from '@/lib/env'
import { type Bundle, bundleSchema, sealHash, sealMessage, type UnsealedBundle } from '@/lib/proof/bundle'
import type { Hex } from '@/lib/proof/hash'
import { digestOf, domainFor } from '@/lib/proof/typed-data'

/** The key bundles are sealed with (DESK_KEY). */
export function deskAccount() {
  return privateKeyToAccount(env().DESK_KEY as Hex)
}

/**
 * The bundle with the desk's signature over all the rest, in the domain of the chain it is anchored on. Throws for what is
 * not a bundle: the desk does not sign what nobody could verify.
 */
export async function sealBundle(bundle: UnsealedBundle): Promise<Bundle> {
  const account = deskAccount()
  const chainId = bundle.anchor.state === 'FINAL' ? bundle.anchor.chain_id : env().ANCHOR_CHAIN
  const hash = digestOf('BundleSeal', domainFor(chainId), sealMessage(sealHash(bundle)))
  const signature = await account.sign({ hash })
  return bundleSchema.parse({ ...bundle, desk: { address: account.address.toLowerCase(), signature } })
}

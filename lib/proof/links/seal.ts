import { type Bundle, sealHash, sealMessage } from '../bundle'
import { NETWORKS } from '../chains'
import type { Hex } from '../hash'
import { type Link, linkOf, rules } from '../report'
import type { Recover } from '../signature'
import { digestOf, domainFor } from '../typed-data'

/** The desk's signature over all the rest; `expected` are the addresses of the desk somebody trusts, if they named one. */
export async function checkSeal(
  bundle: Bundle,
  recover: Recover,
  expected: readonly string[] | undefined,
): Promise<Link> {
  const { address } = bundle.desk
  const findings = rules([
    [
      await isSealedBy(address, bundle, recover),
      'the file was changed after it was sealed, or the seal is not by the key it names',
    ],
    [!expected || expected.includes(address), `it was sealed by ${address}, not by the desk you named`],
  ])
  const whose = expected ? 'the desk you named' : 'whose key that is was not checked (--desk)'
  return linkOf('seal', findings, `unchanged since ${address} sealed it; ${whose}`)
}

/** The seal is made for the anchor chain. While pending the bundle does not say which that will be, so any known chain does. */
async function isSealedBy(address: Hex, bundle: Bundle, recover: Recover): Promise<boolean> {
  const { anchor, desk } = bundle
  const message = sealMessage(sealHash(bundle))
  const chainIds = anchor.state === 'pending' ? NETWORKS.map(({ chainId }) => chainId) : [anchor.chain_id]
  for (const chainId of chainIds) {
    const signer = await recover(digestOf('BundleSeal', domainFor(chainId), message), desk.signature)
    if (signer === address) return true
  }
  return false
}

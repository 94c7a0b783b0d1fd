import type { Anchor } from '../bundle'
import type { ChainReader } from '../chain-reader'
import type { Hex } from '../hash'
import { broken, type Finding, proven, unverifiable } from '../report'
import { type Domain, digestOf, type MessageOf, type PrimaryType } from '../typed-data'
import { type Means, readerFor } from './facts'

export type Signed<P extends PrimaryType> = { message: MessageOf<P>; domain: Domain; signer: Hex; signature: Hex }
type Question = { address: Hex; digest: Hex; signature: Hex }

/**
 * Whether `signer` made the signature. A plain ECDSA signature by the signer is proven here. Anything else may still be a
 * contract wallet's (its owner's key recovers to another address), so offline it cannot be told; a node of the domain's
 * chain can. `anchor` gives the block to ask at, since a wallet's owners change. `isExact`: it was signed before that block
 * and its owners can be held to it; otherwise a refusal there says nothing, and today is asked too.
 */
export async function checkSigned<P extends PrimaryType>(
  means: Means,
  anchor: Anchor,
  primaryType: P,
  signed: Signed<P>,
  isExact = true,
): Promise<Finding> {
  const { domain, message, signer, signature } = signed
  const digest = digestOf(primaryType, domain, message)
  const recovered = await means.recover(digest, signature)
  if (recovered === signer) return proven(`signed by ${signer}`)

  const what = recovered ? `the signature is by ${recovered}` : 'the signature is not a plain ECDSA one'
  const differs = `${what}: altered, or ${signer} is a wallet contract`
  const reader = readerFor(means, domain.chainId)
  if (!reader) return unverifiable(`${differs}; a node of chain ${domain.chainId} can tell (--rpc)`)

  try {
    return await askWallet(reader, anchor, { address: signer, digest, signature }, isExact)
  } catch {
    return unverifiable(`${differs}; the node of chain ${domain.chainId} did not answer`)
  }
}

async function askWallet(reader: ChainReader, anchor: Anchor, question: Question, isExact: boolean): Promise<Finding> {
  const { address } = question
  if (anchor.state === 'FINAL' && anchor.chain_id === reader.chainId) {
    const block = anchor.block_number
    const then = await reader.accepts({ ...question, blockNumber: block }).catch(() => 'no such state' as const)
    if (then === 'yes') return proven(`accepted by the wallet contract ${address} at block ${block}`)
    if (then === 'no' && isExact)
      return broken(`the wallet contract ${address} refuses the signature at block ${block}`)
  }

  const today = await reader.accepts(question)
  if (today === 'yes') return proven(`accepted by the wallet contract ${address} today`)
  if (today === 'no contract') return broken(`the signature is not by ${address}, and no wallet contract is there`)
  return unverifiable(`the wallet contract ${address} refuses the signature today; its owners may have changed`)
}

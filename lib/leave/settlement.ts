import type { Hex } from '../proof/hash'
import { recoverSigner } from '../proof/signature'
import { digestOf, domainFor, settleTitle, typedData, type WalletTypedData } from '../proof/typed-data'
import type { SignedSettle } from '../stake/calls'
import type { LeaveFile } from './leave-file'
import type { DealNow } from './read-deal'

/** How a deal is to end: one of the five outcomes, or what is held divided. */
export type Ending = { outcome: string } | { outcome: 'SPLIT'; toCreator: bigint }

export const ENDINGS = ['FULFILLED', 'CREATOR_WIN', 'COUNTERPARTY_WIN', 'DRAW', 'NO_CONTEST', 'SPLIT'] as const

/** What a signature is good for at most (domain §3). */
const VALID_SECONDS = 24n * 60n * 60n

/**
 * The text by which `signer` agrees to an ending, good for 24 hours. Throws an Error in plain words when they have no say,
 * or the amounts do not add up.
 */
export function settleText(now: DealNow, challenge: string, signer: Hex, ending: Ending): SignedSettle['message'] {
  const standing = now.standings.find(({ account }) => account === signer)
  const { deal } = now
  if (!standing || ![deal.creator, deal.counterparty, deal.resolver].includes(signer)) {
    throw new Error('Only the two parties and the moderator sign how it ends.')
  }
  if (!ENDINGS.some((name) => name === ending.outcome)) {
    throw new Error(`How it ends is one of ${ENDINGS.join(', ')}.`)
  }
  const toCreator = 'toCreator' in ending ? ending.toCreator : 0n
  if (ending.outcome === 'SPLIT' && (toCreator < 0n || toCreator > now.held)) {
    throw new Error('The creator can get between nothing and all that is held.')
  }
  return {
    title: settleTitle(ending.outcome),
    challenge,
    deal: now.id,
    final: deal.finalHash,
    outcome: ending.outcome,
    toCreator: toCreator.toString(),
    toCounterparty: (ending.outcome === 'SPLIT' ? now.held - toCreator : 0n).toString(),
    nonce: standing.nonce.toString(),
    validUntil: (now.block.seconds + VALID_SECONDS).toString(),
  }
}

/** The question for a wallet. */
export function settleQuestion(now: DealNow, message: SignedSettle['message']): WalletTypedData {
  return typedData('Settle', domainFor(now.chainId, now.escrow), message)
}

/** The 32 bytes that are signed, as a hardware wallet shows them. */
export function settleDigest(now: DealNow, message: SignedSettle['message']): Hex {
  return digestOf('Settle', domainFor(now.chainId, now.escrow), message)
}

export type Offer = LeaveFile['offers'][number]

/** Why an offer is worth nothing now, in words; null when the escrow would take it. A contract's signature is left to it. */
export async function troubleWith(now: DealNow, offer: Offer): Promise<string | null> {
  const { message, signer, signature } = offer
  const standing = now.standings.find(({ account }) => account === signer)
  if (!standing) return 'it is signed by somebody who has no say in this deal'
  if (message.deal !== now.id || message.final !== now.deal.finalHash) return 'it is about another deal'
  if (message.title !== settleTitle(message.outcome)) return 'its title says something else than its text'
  if (BigInt(message.nonce) !== standing.nonce) return 'its signer has voided it'
  if (BigInt(message.validUntil) < now.block.seconds) return 'its time is over'
  if (BigInt(message.toCreator) + BigInt(message.toCounterparty) !== (message.outcome === 'SPLIT' ? now.held : 0n)) {
    return 'its amounts do not add up to what is held'
  }
  if (signature.length !== 132) return null
  const recovered = await recoverSigner(settleDigest(now, message), signature)
  return recovered === null || recovered === signer ? null : 'its signature is another account’s'
}

/** Of the two parties' offers, a pair over the same ending; the newest first. */
export function findAgreement(now: DealNow, offers: readonly Offer[], isSplit: boolean): [Offer, Offer] | null {
  const by = (signer: Hex) => offers.filter((offer) => offer.signer === signer).toReversed()
  for (const creators of by(now.deal.creator)) {
    if ((creators.message.outcome === 'SPLIT') !== isSplit) continue
    const other = by(now.deal.counterparty).find(({ message }) => isSameEnding(message, creators.message))
    if (other) return [creators, other]
  }
  return null
}

function isSameEnding(a: SignedSettle['message'], b: SignedSettle['message']): boolean {
  const names = ['title', 'challenge', 'deal', 'final', 'outcome', 'toCreator', 'toCounterparty'] as const
  return names.every((name) => a[name] === b[name])
}

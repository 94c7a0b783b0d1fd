import { pkhDid } from '@/lib/proof/did'
import type { Hex } from '@/lib/proof/hash'
import type { ReputationFlag } from '@/lib/reputation/flags'
import type { DealState } from '@/lib/stake/chain-news'
import { type Deal, depositOf } from '@/lib/stake/deal'
import type { StakeRow } from '@/lib/stake/list-stakes'
import type { Deadlines } from './deadlines'
import type { Draft } from './draft'
import { type Facts, isTerminal, type Mode, type Outcome, type Party, type Status } from './state'

/** A signed Settle or Extend on the table. */
export type Offer = {
  id: string
  role: Signer
  action: string
  primaryType: 'Settle' | 'Extend'
  signer: string
  domain: unknown
  message: Record<string, string>
  signature: Hex
  validUntil: Date | null
  createdAt: Date
}

/** Who may put an offer on the table. */
export type Signer = Party | 'moderator'

/** What a party answers in ENFORCED: on chain only its hash, here the words, sealed until both are in. */
export type Response = {
  /** Null, as the salt, once it was erased. */
  response: string | null
  salt: Hex | null
  hash: Hex
  txHash: Hex | null
  createdAt: Date
}

/** What the chain says of a challenge's bonds, as far as it was read. `seen` is ahead of `confirmed`. */
export type OnChain = {
  chainId: number
  escrow: Hex
  deal: Deal
  seen: DealState
  confirmed: DealState
  /** The contract's own times: past them it decides. */
  joinBy: Date
  respondBy: Date | null
  settleBy: Date
  disputeUntil: Date | null
  /** Hashes of the responses. */
  responses: Record<Party, Hex | null>
  stakes: StakeRow[]
}

/** A dispute, as far as its challenge has to know it. */
export type CaseRef = { id: Hex; openerRole: Party; status: string }

/** What the checks found for one side, without any amount. */
export type SideCheck = { funds: 'PENDING' | 'PASSED' | 'FAILED' | 'ERROR'; providers_agreed?: number; shared?: number }

/** What was read for both sides, and the proofs the receipt will name. */
export type Verification = { creator?: SideCheck; counterparty?: SideCheck; proofs?: string[] }

/** A challenge as verbs work with it: its draft, its parties, where it stands. */
export type Challenge = Omit<Draft, 'counterparty'> & {
  id: string
  organizationId: string
  status: Status
  version: number
  revision: number
  creator: Person
  /** Named in the terms, or whoever accepted. */
  counterparty: { address: string; chainId: number | null; userId: string | null; organizationId: string | null } | null
  /** The terms name the counterparty; otherwise whoever holds the invite may accept. */
  counterpartyNamed: boolean
  termsHash: Hex | null
  deadlines: Deadlines | null
  initiatorRole: Party | null
  initiatorHash: Hex | null
  counterHash: Hex | null
  finalHash: Hex | null
  nonces: { creator: number; counterparty: number }
  statusSince: Date
  deadlineAt: Date | null
  deadlineThen: 'CANCELLED' | 'EXPIRED' | null
  warnAt: Date | null
  downtimeThrough: Date | null
  sentAt: Date | null
  acceptedAt: Date | null
  endedAt: Date | null
  outcome: Outcome | null
  split: boolean
  reason: { code: string; text: string } | null
  receiptId: Hex | null
  /** The deal in the escrow, from acceptance on; null without bonds. */
  dealId: Hex | null
  onChain: OnChain | null
  /** The newest first. */
  cases: CaseRef[]
  responses: Record<Party, Response | null>
  verification: Verification
  /** What is to be told of either side's reputation, while it matters. */
  reputation?: Partial<Record<Party, ReputationFlag>>
  logHead: Hex
  logLength: number
  createdAt: Date
  updatedAt: Date
  /** Not closed. */
  offers: Offer[]
}

export type Person = { address: string; chainId: number; userId: string }

/** What the state table asks. */
export function factsOf(challenge: Challenge): Facts {
  const hasOffer = (role: Party) => challenge.offers.some((offer) => offer.role === role)
  const hasResponse = (role: Party) => Boolean(challenge.onChain?.responses[role])
  return {
    mode: challenge.mode as Mode,
    status: challenge.status,
    accepted: challenge.acceptedAt !== null,
    initiator: challenge.initiatorRole,
    oracle: challenge.resolution.strategy === 'ORACLE',
    openOffers: { creator: hasOffer('creator'), counterparty: hasOffer('counterparty') },
    deposited: { creator: hasDeposited(challenge, 'creator'), counterparty: hasDeposited(challenge, 'counterparty') },
    responded: { creator: hasResponse('creator'), counterparty: hasResponse('counterparty') },
    deadlineAt: challenge.deadlineAt,
  }
}

/** Whether a party's deposit was seen on chain, confirmed or not. The creator's comes first. */
export function hasDeposited({ onChain }: Pick<Challenge, 'onChain'>, role: Party): boolean {
  if (!onChain || onChain.seen === 'NONE') return false
  if (onChain.seen === 'OPEN') return role === 'creator'
  return onChain.seen !== 'ENDED' || onChain.stakes.some((stake) => stake.role === role)
}

/** Whether its outcome is the chain's to say. */
export function isBonded({ mode }: Pick<Challenge, 'mode'>): boolean {
  return mode === 'FIRE' || mode === 'ENFORCED'
}

/** The other one of the two. */
export function otherParty(role: Party): Party {
  return role === 'creator' ? 'counterparty' : 'creator'
}

/**
 * A party's DID, on the chain they proved their wallet on: bonds may be held on another one, and what they sign there is
 * still theirs. Before acceptance the counterparty's is taken on the creator's chain.
 */
export function didOf({ creator, counterparty }: Pick<Challenge, 'creator' | 'counterparty'>, role: Party): string {
  const party = role === 'creator' ? creator : counterparty
  return pkhDid(party?.chainId ?? creator.chainId, party?.address ?? '')
}

/** A party's address; empty while nobody is the counterparty. */
export function addressOf({ creator, counterparty }: Pick<Challenge, 'creator' | 'counterparty'>, role: Party): string {
  return role === 'creator' ? creator.address : (counterparty?.address ?? '')
}

/** The nonce an offer of this role must carry: of a bonded challenge the chain's. A moderator has had nothing to void. */
export function nonceOf({ nonces }: Pick<Challenge, 'nonces'>, role: Signer): number {
  return role === 'moderator' ? 0 : nonces[role]
}

/** Everything the escrow holds for the two once both have deposited: bonds and bases. 0 without bonds. */
export function heldOf({ onChain }: Pick<Challenge, 'onChain'>): bigint {
  return onChain ? depositOf(onChain.deal, 'creator') + depositOf(onChain.deal, 'counterparty') : 0n
}

/**
 * When the contract itself ends what waits in the present status: everybody gets back what they put in. Null where the
 * chain has no say: without a deal, and once it ended.
 */
export function chainDeadlineOf({ status, onChain }: Pick<Challenge, 'status' | 'onChain'>): Date | null {
  if (!onChain) return null
  if (status === 'AWAITING_COUNTERPARTY') return onChain.joinBy
  if (status === 'ACTIVE') return onChain.respondBy
  if (status === 'DISPUTED') return onChain.disputeUntil
  return isTerminal(status) ? null : onChain.settleBy
}

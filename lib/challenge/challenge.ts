import type { Hex } from '@/lib/proof/hash'
import type { Deadlines } from './deadlines'
import type { Draft } from './draft'
import type { Facts, Mode, Outcome, Party, Status } from './state'

/** A signed Settle or Extend on the table. */
export type Offer = {
  id: string
  role: Party
  action: string
  primaryType: 'Settle' | 'Extend'
  signer: string
  domain: unknown
  message: Record<string, string>
  signature: Hex
  validUntil: Date | null
  createdAt: Date
}

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
  verification: Verification
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
  const has = (role: Party) => challenge.offers.some((offer) => offer.role === role)
  return {
    mode: challenge.mode as Mode,
    status: challenge.status,
    accepted: challenge.acceptedAt !== null,
    initiator: challenge.initiatorRole,
    oracle: challenge.resolution.strategy === 'ORACLE',
    openOffers: { creator: has('creator'), counterparty: has('counterparty') },
    deadlineAt: challenge.deadlineAt,
  }
}

/** The other one of the two. */
export function otherParty(role: Party): Party {
  return role === 'creator' ? 'counterparty' : 'creator'
}

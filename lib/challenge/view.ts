import { toStakeAnswer } from '@/lib/stake/stake-answer'
import { type Challenge, chainDeadlineOf, didOf, factsOf } from './challenge'
import type { Requirement } from './draft'
import { inviteUrl } from './invite'
import { allowedActions, type Party, type Role } from './state'
import { trafficLight } from './traffic-light'

type Look = { role: Role; now: Date }

/**
 * Pure but for the invite's key: a challenge as its caller sees it (api.md, "Challenges"). Third parties do not see the
 * parties' own references, offers on the table or the invite.
 */
export function toAnswer(challenge: Challenge, look: Look) {
  const isParty = look.role === 'creator' || look.role === 'counterparty'
  return {
    id: challenge.id,
    your_role: look.role,
    mode: challenge.mode,
    status: challenge.status,
    outcome: challenge.outcome,
    split: challenge.split,
    reason: challenge.reason,
    visibility: challenge.visibility,
    external_id: look.role === 'creator' ? challenge.externalId : null,
    return_url: isParty ? challenge.returnUrl : null,
    revision: challenge.revision,
    title: challenge.title,
    description: challenge.description,
    terms: challenge.terms,
    documents: challenge.documents,
    terms_hash: challenge.termsHash,
    accepted_at: challenge.acceptedAt,
    ...caseIdFor(challenge, look.role),
    creator: didOf(challenge, 'creator'),
    counterparty: didOfCounterparty(challenge),
    requirements: requirementsFor(challenge, look.role),
    verification: {
      creator: verificationOf(challenge, 'creator'),
      counterparty: verificationOf(challenge, 'counterparty'),
    },
    bond: challenge.bond,
    resolution: challenge.resolution,
    deal_id: challenge.dealId,
    stakes: (challenge.onChain?.stakes ?? []).map((stake) => toStakeAnswer(stake)),
    responses: responsesFor(challenge, look.role),
    deadline: deadlineOf(challenge),
    traffic_light: trafficLight(challenge, look.now, look.role),
    commitments: {
      initiator_hash: challenge.initiatorHash,
      counter_hash: challenge.counterHash,
      final_hash: challenge.finalHash,
    },
    offers: isParty || look.role === 'moderator' ? challenge.offers.map(toOfferAnswer) : [],
    actions: allowedActions(factsOf(challenge), look.role, look.now),
    ...(canInvite(challenge, look.role)
      ? { invite_url: inviteUrl({ challengeId: challenge.id, revision: challenge.revision }) }
      : {}),
    ...(challenge.receiptId ? { receipt_id: challenge.receiptId } : {}),
    log_head: challenge.logHead,
    created_at: challenge.createdAt,
    updated_at: challenge.updatedAt,
  }
}

/**
 * A side may be backed by another wallet than the one it signs with; which one is its own business (domain §2). The
 * creator's is shown to them alone, one asked of the counterparty to both.
 */
function requirementsFor(challenge: Challenge, role: Role): Challenge['requirements'] {
  const { requirements } = challenge
  if (!requirements || role === 'creator') return requirements
  return {
    creator: withoutWallet(requirements.creator),
    counterparty: role === 'stranger' ? withoutWallet(requirements.counterparty) : requirements.counterparty,
  }
}

function withoutWallet(requirement: Requirement | null): Requirement | null {
  if (!requirement) return null
  const { wallet_address: _, ...shown } = requirement
  return shown
}

/** The counterparty's DID: on the chain they proved their wallet on, or before that on the one the terms speak of. */
export function didOfCounterparty(challenge: Challenge): string | null {
  return challenge.counterparty && didOf(challenge, 'counterparty')
}

/** When this step ends at the desk, and with bonds when the contract itself gives everything back. */
function deadlineOf(challenge: Challenge) {
  const { deadlineAt, deadlineThen } = challenge
  const chainAt = chainDeadlineOf(challenge)
  return deadlineAt && deadlineThen && { at: deadlineAt, then: deadlineThen, ...(chainAt ? { chain_at: chainAt } : {}) }
}

/** The dispute: the one that was opened; to a party also the one they prepared. */
function caseIdFor({ cases }: Challenge, role: Role): { case_id?: string } {
  const opened = cases.find(({ status }) => status !== 'PREPARED')
  const own = opened ?? cases.find(({ openerRole }) => openerRole === role)
  return own ? { case_id: own.id } : {}
}

/**
 * ENFORCED: what each side answered. Sealed until both hashes are on chain: before that everybody sees their own, and of
 * the other side that it answered. Third parties never see more than hashes.
 */
function responsesFor(challenge: Challenge, role: Role) {
  const { mode, onChain, responses } = challenge
  if (mode !== 'ENFORCED' || !onChain) return null
  const areOpen = onChain.responses.creator !== null && onChain.responses.counterparty !== null
  const of = (side: Party) => {
    const kept = responses[side]
    const maySee = side === role || (areOpen && isInside(role))
    const words = kept?.response && kept.salt ? { response: kept.response, salt: kept.salt } : {}
    const shown = maySee && kept ? { ...words, prepared_hash: kept.hash } : {}
    return { hash: onChain.responses[side], ...shown }
  }
  return { creator: of('creator'), counterparty: of('counterparty') }
}

function isInside(role: Role): boolean {
  return role === 'creator' || role === 'counterparty' || role === 'moderator'
}

function canInvite(challenge: Challenge, role: Role): boolean {
  return role === 'creator' && challenge.status === 'AWAITING_COUNTERPARTY' && challenge.acceptedAt === null
}

/** What was found for one side, without any amount. */
export function verificationOf(challenge: Challenge, side: Party) {
  const hasSigned =
    challenge.acceptedAt !== null ||
    challenge.initiatorRole === side ||
    (side === 'creator' && challenge.mode === 'SOLO' && challenge.finalHash !== null)
  return {
    wallet: hasSigned ? ('VERIFIED' as const) : ('PENDING' as const),
    funds: challenge.requirements?.[side]
      ? (challenge.verification[side]?.funds ?? ('PENDING' as const))
      : ('NOT_REQUIRED' as const),
  }
}

/** An offer on the table, for those who may sign. */
export function toOfferAnswer(offer: Challenge['offers'][number]) {
  const isSplit = offer.message.outcome === 'SPLIT'
  return {
    role: offer.role,
    action: offer.action,
    outcome: offer.message.outcome ?? null,
    to_creator: isSplit ? (offer.message.toCreator ?? null) : null,
    to_counterparty: isSplit ? (offer.message.toCounterparty ?? null) : null,
    until: offer.primaryType === 'Extend' ? new Date(Number(offer.message.until) * 1000) : null,
    valid_until: offer.validUntil,
    created_at: offer.createdAt,
  }
}

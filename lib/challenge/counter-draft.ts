import type { Challenge } from './challenge'
import { type AskedDraft, type Draft, toBody, toDraft } from './draft'
import type { ChallengeBody } from './schemas'
import type { Party } from './state'

type Changes = Partial<ChallengeBody>

/**
 * Pure: the terms with other ones laid over them, checked by the rules of a new challenge. Whoever counters an open invite
 * names themselves the counterparty by it.
 */
export function applyChanges(
  challenge: Challenge,
  changes: Changes,
  role: Party,
  address: string,
  now: Date,
): AskedDraft {
  const given: Changes = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const asked = role === 'creator' ? given : withHiddenWallet(given, challenge)
  const draft = toDraft({ ...toBody(draftOf(challenge)), ...asked }, now)
  return role === 'creator' || draft.counterparty ? draft : { ...draft, counterparty: address }
}

/**
 * The wallet that backs the creator is hidden from the counterparty (`toAnswer`): what they ask of the creator without
 * naming one is asked of the same wallet as before.
 */
function withHiddenWallet(changes: Changes, { requirements }: Challenge): Changes {
  const { gatekeeper_requirements: asked } = changes
  const hidden = requirements?.creator?.wallet_address
  if (!hidden || !asked?.creator || asked.creator.wallet_address) return changes
  return { ...changes, gatekeeper_requirements: { ...asked, creator: { ...asked.creator, wallet_address: hidden } } }
}

/** Pure: what was chosen, without where it stands. */
export function draftOf(challenge: Challenge): Draft {
  return { ...challenge, counterparty: challenge.counterpartyNamed ? (challenge.counterparty?.address ?? null) : null }
}

/** Pure: `challenge` with everything chosen taken from `draft`. */
export function withDraft(challenge: Challenge, draft: Draft): Challenge {
  const { counterparty, ...fields } = draft
  const isSame = counterparty !== null && counterparty === challenge.counterparty?.address
  return {
    ...challenge,
    ...fields,
    counterparty: isSame ? challenge.counterparty : toNamed(counterparty),
    counterpartyNamed: counterparty !== null,
  }
}

/** A counterparty the terms name, of whom nothing else is known yet. */
export function toNamed(address: string | null): Challenge['counterparty'] {
  return address === null ? null : { address, chainId: null, userId: null, organizationId: null }
}

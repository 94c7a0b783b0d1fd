import type { Action, Party, Role, Status } from './state'

/** What is asked of somebody, and the other side's signature it answers, if it answers one. */
export type Ask = { action: Asked; theirs: SeenOffer | null; mine: SeenOffer | null }
export type Asked =
  | 'send'
  | 'accept'
  | 'deposit'
  | 'respond'
  | 'verify'
  | 'confirm'
  | 'split'
  | 'cancel'
  | 'extend'
  | 'moderate'

type Time = Date | string
export type SeenOffer = {
  role: Party | 'moderator'
  action: string
  outcome: string | null
  to_creator?: string | null
  until: Time | null
  valid_until: Time | null
}

/** As much of a challenge as it takes to tell: an answer of the API, here or in a browser. */
export type Seen = {
  status: Status
  your_role: Role
  actions: readonly Action[]
  offers: readonly SeenOffer[]
  verification: Record<Party, { funds: string }>
}

/**
 * Pure: the one thing a challenge waits for its caller to do, or null when it waits for somebody else or for nobody. What
 * they merely may do (withdraw, ask for more time) is not asked of them. Reads the state table through `actions`.
 */
export function whatWaits(challenge: Seen, now: Date): Ask | null {
  const { your_role: role, actions, status } = challenge
  if (role !== 'creator' && role !== 'counterparty' && role !== 'moderator') return null

  const may = (action: Action) => actions.includes(action)
  const open = challenge.offers.filter(({ valid_until }) => valid_until === null || new Date(valid_until) > now)
  const theirs = open.filter((offer) => offer.role !== role)
  const mine = open.find((offer) => offer.role === role && isEnding(offer)) ?? null
  const ask = (action: Asked, answers: SeenOffer | null = null): Ask => ({ action, theirs: answers, mine })

  if (may('moderate')) return open.some((offer) => offer.role === role) ? null : ask('moderate')
  if (status === 'DRAFT') return may('send') ? ask('send') : may('confirm') ? ask('confirm') : null
  if (may('accept')) return ask('accept')

  const ending = theirs.filter(isEnding).find((offer) => may(offer.action) && !isSame(offer, mine))
  if (ending) return ask(ending.action, ending)
  const extension = theirs.find((offer) => offer.action === 'extend')
  if (extension && may('extend')) return ask('extend', extension)

  if (may('deposit')) return ask('deposit')
  if (may('respond')) return ask('respond')
  // Both answer first; who won is said after that.
  if (status === 'ACTIVE') return null
  if (may('verify')) return hasUnclearCheck(challenge) ? ask('verify') : null
  return may('confirm') && !mine ? ask('confirm') : null
}

/** Both have signed it: with bonds the chain is being told, and nobody is asked again. */
function isSame(theirs: SeenOffer, mine: SeenOffer | null): boolean {
  return mine !== null && mine.outcome === theirs.outcome && mine.to_creator === theirs.to_creator
}

function isEnding(offer: SeenOffer): offer is SeenOffer & { action: 'confirm' | 'split' | 'cancel' } {
  return offer.action === 'confirm' || offer.action === 'split' || offer.action === 'cancel'
}

/** The chain could not be read. The desk asks again by itself; whoever is there may ask at once. */
function hasUnclearCheck({ verification }: Seen): boolean {
  return verification.creator.funds === 'ERROR' || verification.counterparty.funds === 'ERROR'
}

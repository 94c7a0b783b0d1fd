import type { ErrorCode } from '@/lib/errors'
import type { Outcome } from '@/lib/proof/outcomes'

/** The state table of a challenge (domain §3): API, pages, timers, docs and tests read it and nothing else decides. */
export const STATUSES = [
  'DRAFT',
  'AWAITING_COUNTERPARTY',
  'AWAITING_GATEKEEPER',
  'INTENT_LOCKED',
  'ACTIVE',
  'AWAITING_RESOLUTION',
  'DISPUTED',
  'COMPLETED',
  'CANCELLED',
  'EXPIRED',
] as const
export type Status = (typeof STATUSES)[number]

export { MODES, OUTCOMES } from '@/lib/proof/outcomes'
export type Mode = 'SOLO' | 'GATEKEEPER' | 'FIRE' | 'ENFORCED'
export type { Outcome }

export const ROLES = ['creator', 'counterparty', 'invited', 'moderator', 'desk', 'chain', 'stranger'] as const
/** What somebody is to a challenge. `invited`: may still become the counterparty of one that names nobody. */
export type Role = (typeof ROLES)[number]
/** The two who sign. */
export type Party = 'creator' | 'counterparty'

export const ACTIONS = [
  'patch',
  'send',
  'accept',
  'decline',
  'counter',
  'deposit',
  'verify',
  'confirm',
  'cancel',
  'extend',
  'void',
  'split',
  'dispute',
  'moderate',
  'respond',
  'lock',
  'fail',
  'begin',
  'resolve',
  'verdict',
  'settled',
  'refunded',
  'roll_back',
  'expire',
] as const
export type Action = (typeof ACTIONS)[number]

/** What the table asks of a challenge. */
export type Facts = {
  mode: Mode
  status: Status
  /** Accepted by the counterparty: FINAL exists. */
  accepted: boolean
  /** Who signed the current revision first; null before it is sent. */
  initiator: Party | null
  /** An oracle decides. */
  oracle: boolean
  /** An open offer of this role is on the table. */
  openOffers: { creator: boolean; counterparty: boolean }
  /** The deposit of this role was seen on chain, confirmed or not. */
  deposited: { creator: boolean; counterparty: boolean }
  /** The hash of this role's response is on chain. */
  responded: { creator: boolean; counterparty: boolean }
  deadlineAt: Date | null
}

export type Move = {
  action: Action
  by: readonly Role[]
  modes: readonly Mode[]
  from: readonly Status[]
  /** Where it leads; `same` when only a revision or an offer changes. */
  to: Status | 'same'
  /** Lands only when both parties have signed the same thing; until then the status stays. */
  together?: true
  when?: (facts: Facts, role: Role) => boolean
}

const ALL = ['SOLO', 'GATEKEEPER', 'FIRE', 'ENFORCED'] as const
const TWO_SIDED = ['GATEKEEPER', 'FIRE', 'ENFORCED'] as const
const BONDED = ['FIRE', 'ENFORCED'] as const
const PARTIES = ['creator', 'counterparty'] as const
const OTHER_SIDE = ['counterparty', 'invited'] as const
const ANYBODY = [...PARTIES, 'moderator', 'stranger'] as const
const TERMINAL: readonly Status[] = ['COMPLETED', 'CANCELLED', 'EXPIRED']
/** Where a challenge waits for its outcome. */
const LOCKED: readonly Status[] = ['INTENT_LOCKED', 'ACTIVE', 'AWAITING_RESOLUTION', 'DISPUTED']

const open = (facts: Facts) => !facts.accepted
const accepted = (facts: Facts) => facts.accepted
const isParty = (role: Role): role is Party => role === 'creator' || role === 'counterparty'
const nothingHeld = (facts: Facts) => !facts.deposited.creator && !facts.deposited.counterparty
/** The creator opens the deal on chain, the counterparty joins it. */
const deposits = (facts: Facts, role: Role) =>
  accepted(facts) && isParty(role) && !facts.deposited[role] && (role === 'creator' || facts.deposited.creator)
/** Whoever did not sign the revision first answers it. */
const answers = (facts: Facts, role: Role) => open(facts) && (facts.initiator === 'creator') !== (role === 'creator')

export const MOVES: readonly Move[] = [
  // Before anybody signed.
  { action: 'patch', by: ['creator'], modes: ALL, from: ['DRAFT'], to: 'same' },
  { action: 'cancel', by: ['creator'], modes: ALL, from: ['DRAFT'], to: 'CANCELLED' },
  { action: 'send', by: ['creator'], modes: TWO_SIDED, from: ['DRAFT'], to: 'AWAITING_COUNTERPARTY' },
  { action: 'expire', by: ['desk'], modes: ALL, from: ['DRAFT'], to: 'CANCELLED' },

  // SOLO: the signature locks it, and completes it at once unless an oracle decides.
  { action: 'confirm', by: ['creator'], modes: ['SOLO'], from: ['DRAFT'], to: 'INTENT_LOCKED' },
  {
    action: 'resolve',
    by: ['desk'],
    modes: ['SOLO'],
    from: ['INTENT_LOCKED'],
    to: 'COMPLETED',
    when: (f) => !f.oracle,
  },
  {
    action: 'begin',
    by: ['desk'],
    modes: ['SOLO'],
    from: ['INTENT_LOCKED'],
    to: 'AWAITING_RESOLUTION',
    when: (f) => f.oracle,
  },
  { action: 'resolve', by: ['desk'], modes: ['SOLO'], from: ['AWAITING_RESOLUTION'], to: 'COMPLETED' },

  // What an oracle says does not depend on who asks it.
  {
    action: 'verify',
    by: ANYBODY,
    modes: ['SOLO', ...BONDED],
    from: ['AWAITING_RESOLUTION', 'DISPUTED'],
    to: 'same',
    when: (f) => f.oracle,
  },

  // Until the other side answers.
  {
    action: 'accept',
    by: [...PARTIES, 'invited'],
    modes: ['GATEKEEPER'],
    from: ['AWAITING_COUNTERPARTY'],
    to: 'AWAITING_GATEKEEPER',
    when: answers,
  },
  {
    action: 'accept',
    by: [...PARTIES, 'invited'],
    modes: BONDED,
    from: ['AWAITING_COUNTERPARTY'],
    to: 'same',
    when: answers,
  },
  { action: 'decline', by: OTHER_SIDE, modes: TWO_SIDED, from: ['AWAITING_COUNTERPARTY'], to: 'CANCELLED', when: open },
  {
    action: 'counter',
    by: [...PARTIES, 'invited'],
    modes: TWO_SIDED,
    from: ['AWAITING_COUNTERPARTY'],
    to: 'same',
    when: open,
  },
  { action: 'cancel', by: ['creator'], modes: TWO_SIDED, from: ['AWAITING_COUNTERPARTY'], to: 'CANCELLED', when: open },
  {
    action: 'cancel',
    by: PARTIES,
    modes: BONDED,
    from: ['AWAITING_COUNTERPARTY'],
    to: 'CANCELLED',
    together: true,
    when: (f) => accepted(f) && nothingHeld(f),
  },
  { action: 'deposit', by: PARTIES, modes: BONDED, from: ['AWAITING_COUNTERPARTY'], to: 'same', when: deposits },
  {
    action: 'expire',
    by: ['desk'],
    modes: TWO_SIDED,
    from: ['AWAITING_COUNTERPARTY'],
    to: 'EXPIRED',
    when: nothingHeld,
  },

  // GATEKEEPER: wallets and funds, then both sign the same outcome.
  { action: 'verify', by: PARTIES, modes: ['GATEKEEPER'], from: ['AWAITING_GATEKEEPER'], to: 'same' },
  { action: 'lock', by: ['desk'], modes: ['GATEKEEPER'], from: ['AWAITING_GATEKEEPER'], to: 'INTENT_LOCKED' },
  { action: 'fail', by: ['desk'], modes: ['GATEKEEPER'], from: ['AWAITING_GATEKEEPER'], to: 'CANCELLED' },
  {
    action: 'cancel',
    by: PARTIES,
    modes: ['GATEKEEPER'],
    from: ['AWAITING_GATEKEEPER'],
    to: 'CANCELLED',
    together: true,
  },
  {
    action: 'confirm',
    by: PARTIES,
    modes: ['GATEKEEPER'],
    from: ['INTENT_LOCKED', 'DISPUTED'],
    to: 'COMPLETED',
    together: true,
  },
  {
    action: 'cancel',
    by: PARTIES,
    modes: ['GATEKEEPER'],
    from: ['INTENT_LOCKED', 'DISPUTED'],
    to: 'COMPLETED',
    together: true,
  },
  { action: 'dispute', by: PARTIES, modes: ['GATEKEEPER'], from: ['INTENT_LOCKED'], to: 'DISPUTED' },

  // FIRE and ENFORCED: the chain says when bonds are there.
  {
    action: 'lock',
    by: ['chain'],
    modes: BONDED,
    from: ['AWAITING_COUNTERPARTY'],
    to: 'INTENT_LOCKED',
    when: accepted,
  },
  { action: 'begin', by: ['desk'], modes: ['FIRE'], from: ['INTENT_LOCKED'], to: 'AWAITING_RESOLUTION' },
  { action: 'begin', by: ['desk'], modes: ['ENFORCED'], from: ['INTENT_LOCKED'], to: 'ACTIVE' },
  {
    action: 'respond',
    by: [...PARTIES, 'chain'],
    modes: ['ENFORCED'],
    from: ['ACTIVE'],
    to: 'AWAITING_RESOLUTION',
    together: true,
    when: (f, role) => !isParty(role) || !f.responded[role],
  },
  { action: 'confirm', by: PARTIES, modes: BONDED, from: LOCKED, to: 'COMPLETED', together: true },
  { action: 'split', by: PARTIES, modes: BONDED, from: LOCKED, to: 'COMPLETED', together: true },
  { action: 'cancel', by: PARTIES, modes: BONDED, from: LOCKED, to: 'COMPLETED', together: true },
  { action: 'dispute', by: [...PARTIES, 'chain'], modes: BONDED, from: ['AWAITING_RESOLUTION'], to: 'DISPUTED' },
  {
    action: 'moderate',
    by: ['moderator'],
    modes: TWO_SIDED,
    from: ['INTENT_LOCKED', 'AWAITING_RESOLUTION', 'DISPUTED'],
    to: 'COMPLETED',
  },
  { action: 'verdict', by: ['desk'], modes: ['GATEKEEPER'], from: ['DISPUTED'], to: 'COMPLETED' },
  { action: 'settled', by: ['chain'], modes: BONDED, from: LOCKED, to: 'COMPLETED' },
  {
    action: 'refunded',
    by: ['chain'],
    modes: BONDED,
    from: ['AWAITING_COUNTERPARTY', ...LOCKED],
    to: 'EXPIRED',
    when: accepted,
  },
  { action: 'roll_back', by: ['chain'], modes: BONDED, from: LOCKED, to: 'AWAITING_COUNTERPARTY' },
  { action: 'roll_back', by: ['chain'], modes: ['ENFORCED'], from: ['AWAITING_RESOLUTION', 'DISPUTED'], to: 'ACTIVE' },
  { action: 'roll_back', by: ['chain'], modes: BONDED, from: ['DISPUTED'], to: 'AWAITING_RESOLUTION' },

  // Time, and what both may do together once FINAL exists.
  {
    action: 'extend',
    by: PARTIES,
    modes: TWO_SIDED,
    from: ['AWAITING_COUNTERPARTY', 'AWAITING_GATEKEEPER', ...LOCKED],
    to: 'same',
    together: true,
    when: accepted,
  },
  {
    action: 'void',
    by: PARTIES,
    modes: TWO_SIDED,
    from: ['AWAITING_COUNTERPARTY', 'AWAITING_GATEKEEPER', ...LOCKED],
    to: 'same',
    when: (f, role) => isParty(role) && f.openOffers[role],
  },
  // What the escrow holds is the chain's to give back.
  {
    action: 'expire',
    by: ['desk'],
    modes: ALL,
    from: ['AWAITING_GATEKEEPER', ...LOCKED],
    to: 'EXPIRED',
    when: nothingHeld,
  },
]

/** Whether both are bound by what they signed and it waits for its outcome. */
export function isLocked(status: Status): boolean {
  return LOCKED.includes(status)
}

/** Whether nothing can happen any more. */
export function isTerminal(status: Status): boolean {
  return TERMINAL.includes(status)
}

/**
 * The row of the table that `role` doing `action` now would take, or null when there is none. Where an action may lead to
 * more than one status (only what the chain takes back does), `to` names the one.
 */
export function findMove(facts: Facts, action: Action, role: Role, now: Date, to?: Status): Move | null {
  if (isLate(facts, role, now)) return null
  const fits = (move: Move) =>
    move.action === action &&
    (to === undefined || move.to === to) &&
    move.modes.includes(facts.mode) &&
    move.from.includes(facts.status) &&
    move.by.includes(role) &&
    (move.when?.(facts, role) ?? true)
  return MOVES.find(fits) ?? null
}

/** What `role` may do now: the list the API answers with and the pages show as buttons. */
export function allowedActions(facts: Facts, role: Role, now: Date): Action[] {
  return ACTIONS.filter((action) => findMove(facts, action, role, now) !== null)
}

/** The status after `action` has landed. */
export function statusAfter(facts: Facts, move: Move): Status {
  return move.to === 'same' ? facts.status : move.to
}

/** The code a refused action answers with (domain §3, last line of the table). */
export function refusalOf(facts: Facts, action: Action, now: Date): ErrorCode {
  if (action === 'accept') {
    if (facts.status === 'EXPIRED') return 'E3013'
    if (facts.accepted) return 'E3015'
    return facts.status === 'AWAITING_COUNTERPARTY' && isPast(facts, now) ? 'E3013' : 'E3011'
  }
  return action === 'confirm' || action === 'moderate' || action === 'split' ? 'E3020' : 'E3014'
}

/** People may not act past a deadline; the desk and the chain end what is past it. */
function isLate(facts: Facts, role: Role, now: Date): boolean {
  return role !== 'desk' && role !== 'chain' && isPast(facts, now)
}

function isPast(facts: Facts, now: Date): boolean {
  return facts.deadlineAt !== null && facts.deadlineAt.getTime() <= now.getTime()
}

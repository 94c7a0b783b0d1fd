import { OUTCOMES } from '@/lib/proof/outcomes'
import { type Challenge, isBonded } from './challenge'
import { DEFAULT_SECONDS, type Deadlines, deadlineOf, fixDeadlines } from './deadlines'
import { rehearseBonded } from './rehearse-bonded'
import type { Outcome } from './state'

/** One way a challenge can end: what it takes, when, and what each side has then. */
export type Ending = {
  status: 'COMPLETED' | 'CANCELLED' | 'EXPIRED'
  outcome: Outcome | null
  /** Who or what brings it about. */
  by: string
  /** The instant it happens by itself, or the last one at which it can be brought about. */
  at: Date
  /** Bonded: the contract's own time, after which anybody may end it so without the desk. */
  chain_at?: Date
  /** Happens by itself at `at`; otherwise somebody has to do it before. */
  automatic: boolean
  /** Everything held divided by the outcome: DRAW, with the amounts both signed. */
  split?: boolean
  /** What each is credited in the escrow, in the asset's smallest unit. `panel`: all of those who voted so, together. */
  amounts: { to: 'creator' | 'counterparty' | 'panel' | 'treasury' | 'burn'; amount: string; asset: string }[]
  receipt: boolean
  text: string
}

/** What decides how a challenge can end: all of it is known of a draft while it is being written. */
export type Rehearsed = Pick<
  Challenge,
  | 'mode'
  | 'status'
  | 'expiresAt'
  | 'resolutionDueAt'
  | 'enforced'
  | 'deadlines'
  | 'deadlineAt'
  | 'acceptedAt'
  | 'createdAt'
> &
  Partial<Pick<Challenge, 'bond' | 'onChain' | 'cases'>> & {
    resolution?: { strategy: string; oracle?: { not_before: string }; panel?: { k: number } }
  }

/**
 * Pure: every possible ending with amounts and dates, from the signed terms, or for a draft as if it were signed now.
 * Without bonds nothing is held, so every list of amounts is empty here.
 */
export function rehearse(challenge: Rehearsed, now: Date): Ending[] {
  const times = challenge.deadlines ?? fixDeadlines(challenge, now)
  if (isBonded(challenge)) return rehearseBonded(challenge, times)
  if (challenge.mode === 'SOLO') {
    return [...(challenge.resolution?.oracle ? answered(challenge, times) : [signed(times)]), abandoned(challenge)]
  }
  return [
    agreed('FULFILLED', times, 'Both sign that it was fulfilled.'),
    agreed('NO_CONTEST', times, 'Both sign that it ends without a winner.'),
    ...decided(challenge, times),
    failed(challenge, times),
    unread(challenge, times),
    ended('CANCELLED', 'creator or counterparty', times.accept, false, 'Withdrawn or declined before it was accepted.'),
    ended('EXPIRED', 'the clock', times.accept, true, 'Nobody accepts in time. Nothing is taken.'),
    unsigned(challenge, times),
  ]
}

function signed(times: Deadlines): Ending {
  return { ...agreed('FULFILLED', times, 'You sign it, and it is complete.'), by: 'creator', at: times.accept }
}

/** What an oracle says of a challenge of one's own, or that it says nothing in time. */
function answered({ resolution, status, deadlineAt }: Rehearsed, times: Deadlines): Ending[] {
  const at = new Date(resolution?.oracle?.not_before ?? times.resolution)
  const end = status === 'AWAITING_RESOLUTION' ? (deadlineAt ?? times.resolution) : times.resolution
  const by = { by: 'the oracle', at, automatic: true }
  return [
    { ...agreed('FULFILLED', times, 'You sign it, and the oracle’s first answer from then on says it is so.'), ...by },
    {
      ...agreed('NO_CONTEST', times, 'You sign it, and the oracle’s first answer from then on says it is not.'),
      ...by,
    },
    ended('EXPIRED', 'the clock', end, true, 'You sign it, and the oracle does not answer in time.'),
  ]
}

/** What somebody both named decides where nothing is at stake. */
function decided({ resolution }: Rehearsed, times: Deadlines): Ending[] {
  const who = { MODERATOR: 'the moderator', COMMITTEE: 'the panel' }[resolution?.strategy ?? '']
  if (!who) return []

  const disputeEnd = new Date(times.resolution.getTime() + times.disputeSeconds * 1000)
  const at = who === 'the panel' ? disputeEnd : times.resolution
  const text = (outcome: Outcome) =>
    who === 'the panel' ? `One opens a dispute, and the panel votes for ${outcome}.` : `The moderator signs ${outcome}.`
  const unsettled = ended(
    'EXPIRED',
    'the clock',
    disputeEnd,
    true,
    'One opens a dispute, and it is not settled in time.',
  )
  return [
    ...OUTCOMES.map((outcome) => ({ ...agreed(outcome, times, text(outcome)), by: who, at })),
    { ...unsettled, outcome: 'NO_CONTEST' },
  ]
}

function abandoned(challenge: Rehearsed): Ending {
  const at = new Date(challenge.createdAt.getTime() + DEFAULT_SECONDS.draft * 1000)
  return ended('CANCELLED', 'creator, or the clock', at, true, 'You never sign it.')
}

function agreed(outcome: Outcome, times: Deadlines, text: string): Ending {
  return {
    status: 'COMPLETED',
    outcome,
    by: 'both parties',
    at: times.resolution,
    automatic: false,
    amounts: [],
    receipt: true,
    text,
  }
}

function failed(challenge: Rehearsed, times: Deadlines): Ending {
  const at = new Date((challenge.acceptedAt ?? times.accept).getTime() + DEFAULT_SECONDS.gatekeeper * 1000)
  return ended('CANCELLED', 'the checks', at, false, 'Accepted, but a wallet does not hold what the terms ask for.')
}

/** Nobody is refused because a chain could not be asked: it is asked again until the time for it is over. */
function unread(challenge: Rehearsed, times: Deadlines): Ending {
  const at = deadlineOf('AWAITING_GATEKEEPER', challenge.acceptedAt ?? times.accept, times) ?? times.resolution
  return ended('EXPIRED', 'the clock', at, true, 'Accepted, but the wallets could not be looked at in time.')
}

/** Where a moderator is to decide, the two owe nobody a signature, and no receipt says that they stayed silent. */
function unsigned({ status, deadlineAt, resolution }: Rehearsed, times: Deadlines): Ending {
  const isModerated = resolution?.strategy === 'MODERATOR'
  const at = status === 'INTENT_LOCKED' ? (deadlineAt ?? times.resolution) : times.resolution
  const text = isModerated
    ? 'Accepted, but neither the two nor the moderator sign an outcome in time.'
    : 'Accepted, but the two do not sign the same outcome in time. The receipt says who stayed silent.'
  return { ...ended('EXPIRED', 'the clock', at, true, text), outcome: 'NO_CONTEST', receipt: !isModerated }
}

function ended(status: 'CANCELLED' | 'EXPIRED', by: string, at: Date, automatic: boolean, text: string): Ending {
  return { status, outcome: null, by, at, automatic, amounts: [], receipt: false, text }
}

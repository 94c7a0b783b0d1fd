import type { Challenge } from './challenge'
import { DEFAULT_SECONDS, type Deadlines, deadlineOf, fixDeadlines } from './deadlines'
import type { Outcome } from './state'

/** One way a challenge can end: what it takes, when, and what each side has then. */
export type Ending = {
  status: 'COMPLETED' | 'CANCELLED' | 'EXPIRED'
  outcome: Outcome | null
  /** Who or what brings it about. */
  by: string
  /** The instant it happens by itself, or the last one at which it can be brought about. */
  at: Date
  /** Happens by itself at `at`; otherwise somebody has to do it before. */
  automatic: boolean
  amounts: { to: 'creator' | 'counterparty'; amount: string; asset: string }[]
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
>

/**
 * Pure: every possible ending with amounts and dates, from the signed terms, or for a draft as if it were signed now.
 * Nothing is held by the desk without bonds, so every list of amounts is empty here.
 */
export function rehearse(challenge: Rehearsed, now: Date): Ending[] {
  const times = challenge.deadlines ?? fixDeadlines(challenge, now)
  if (challenge.mode === 'SOLO') return [signed(times), abandoned(challenge)]
  return [
    agreed('FULFILLED', times, 'Both sign that it was fulfilled.'),
    agreed('NO_CONTEST', times, 'Both sign that it ends without a winner.'),
    failed(challenge, times),
    unread(challenge, times),
    ended('CANCELLED', 'creator or counterparty', times.accept, false, 'Withdrawn or declined before it was accepted.'),
    ended('EXPIRED', 'the clock', times.accept, true, 'Nobody accepts in time. Nothing is taken.'),
    {
      ...ended(
        'EXPIRED',
        'the clock',
        challenge.status === 'INTENT_LOCKED' ? (challenge.deadlineAt ?? times.resolution) : times.resolution,
        true,
        'Accepted, but the two do not sign the same outcome in time. The receipt says who stayed silent.',
      ),
      outcome: 'NO_CONTEST',
      receipt: true,
    },
  ]
}

function signed(times: Deadlines): Ending {
  return { ...agreed('FULFILLED', times, 'You sign it, and it is complete.'), by: 'creator', at: times.accept }
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

function ended(status: 'CANCELLED' | 'EXPIRED', by: string, at: Date, automatic: boolean, text: string): Ending {
  return { status, outcome: null, by, at, automatic, amounts: [], receipt: false, text }
}

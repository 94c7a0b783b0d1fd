import type { ChallengeView, NetworkView } from '@/components/data/types'
import type { Party } from '@/lib/challenge/state'
import { isLocked, isTerminal } from '@/lib/challenge/state'
import { outcomeOffer } from './next-step'
import { type Ask, sayRequirement } from './requirement-words'
import { type LogLine, sideOf } from './say-entry'
import { capitalize, sayOutcome } from './words'

/** One line of a party's column: what, and how far it is. `at`: when, shown behind the word. */
export type Proof = { what: string; look: 'ok' | 'wait' | 'no' | 'none'; word: string; at?: string }
export type Column = { wallet: Proof; intent: Proof; funds: { asks: Ask[]; proof: Proof }; outcome: Proof | null }

/** Pure: what one side has proven and signed so far. */
export function proofsOf(
  challenge: ChallengeView,
  log: readonly LogLine[],
  side: Party,
  networks: readonly NetworkView[],
  now: Date,
): Column {
  const signedAt = intentSignedAt(challenge, log, side)
  return {
    wallet: walletProof(challenge, side),
    intent: intentProof(challenge, side, signedAt),
    funds: { asks: sayRequirement(challenge.requirements?.[side], networks), proof: fundsProof(challenge, side) },
    outcome: outcomeProof(challenge, log, side, now),
  }
}

function walletProof(challenge: ChallengeView, side: Party): Proof {
  const what = 'Wallet'
  if (challenge.verification[side].wallet === 'VERIFIED') return { what, look: 'ok', word: 'proven' }
  if (isTerminal(challenge.status)) return { what, look: 'none', word: 'never proven' }
  return { what, look: 'wait', word: 'proven by signing' }
}

/** When a side signed the present revision; null while it has not. */
export function intentSignedAt(challenge: ChallengeView, log: readonly LogLine[], side: Party): string | null {
  if (challenge.verification[side].wallet !== 'VERIFIED') return null
  const isIntent = ({ action, before }: LogLine) =>
    ['send', 'accept', 'counter'].includes(action) || (action === 'confirm' && before === 'DRAFT')
  const entry = log.findLast((line) => isIntent(line) && sideOf(line, challenge) === side)
  return entry?.at ?? null
}

function intentProof(challenge: ChallengeView, side: Party, signedAt: string | null): Proof {
  const what = 'Intent'
  if (challenge.verification[side].wallet === 'VERIFIED') {
    return { what, look: 'ok', word: 'signed', ...(signedAt ? { at: signedAt } : {}) }
  }
  if (isTerminal(challenge.status)) return { what, look: 'none', word: 'never signed' }
  const isMine = challenge.actions.some((action) => ['send', 'accept'].includes(action))
  const isSolo = challenge.mode === 'SOLO' && challenge.your_role === 'creator'
  return isSolo || (isMine && isViewer(challenge, side))
    ? { what, look: 'wait', word: 'yours to sign' }
    : { what, look: 'wait', word: 'not signed' }
}

function fundsProof(challenge: ChallengeView, side: Party): Proof {
  const what = 'Funds'
  switch (challenge.verification[side].funds) {
    case 'NOT_REQUIRED':
      return { what, look: 'none', word: 'none asked' }
    case 'PASSED':
      return { what, look: 'ok', word: 'passed' }
    case 'FAILED':
      return { what, look: 'no', word: 'not there' }
    case 'ERROR':
      return { what, look: 'wait', word: 'could not be read yet' }
    default:
      if (isTerminal(challenge.status)) return { what, look: 'none', word: 'never read' }
      return { what, look: 'wait', word: challenge.accepted_at ? 'being read' : 'read once both signed' }
  }
}

function outcomeProof(challenge: ChallengeView, log: readonly LogLine[], side: Party, now: Date): Proof | null {
  const what = 'Outcome'
  if (challenge.mode === 'SOLO') {
    return challenge.outcome ? { what, look: 'ok', word: sayOutcome(challenge.outcome) } : null
  }
  if (challenge.status === 'COMPLETED' || challenge.status === 'EXPIRED') return signedOutcome(challenge, log, side)

  const offer = outcomeOffer(challenge, side, now)
  if (offer) return { what, look: 'ok', word: offer.action === 'cancel' ? 'call it off' : sayOutcome(offer.outcome) }
  if (!isLocked(challenge.status)) return null
  const isMine = isViewer(challenge, side) && challenge.actions.includes('confirm')
  return { what, look: 'wait', word: isMine ? 'yours to sign' : 'not signed' }
}

/** What a side had signed when it ended, from the log: offers are closed by then. */
function signedOutcome(challenge: ChallengeView, log: readonly LogLine[], side: Party): Proof | null {
  const what = 'Outcome'
  if (!log.some(({ after }) => after === 'INTENT_LOCKED')) return null
  const isOutcome = ({ action }: LogLine) => action === 'confirm' || action === 'cancel'
  const lines = log.filter((line) => sideOf(line, challenge) === side)
  const last = lines.findLast((line) => isOutcome(line) || line.action === 'void')
  if (!last || last.action === 'void') return { what, look: 'none', word: 'never signed' }
  return { what, look: 'ok', word: sayOutcome(String(last.data.outcome)) }
}

/** Whoever opened an invite looks as the counterparty they may become. */
function isViewer({ your_role }: ChallengeView, side: Party): boolean {
  return your_role === side || (your_role === 'invited' && side === 'counterparty')
}

/** `Creator, you`, `Counterparty` */
export function nameOfSide(side: Party, role: ChallengeView['your_role']): string {
  return side === role ? `${capitalize(side)}, you` : capitalize(side)
}

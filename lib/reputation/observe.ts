import { log10ppm, ONE, ppm } from './integers'
import type { Dimension } from './score'

/** What one receipt says of a party: only the dimensions there is evidence for. */
export type Observations = Partial<Record<Dimension, number>>

/** What a party's plain counts make of a receipt; null: neither. */
export type Tally = 'completed' | 'lost' | 'silent' | null

export type Observed = { observations: Observations; tally: Tally }

/** A statement on a task's receipt, as far as reputation reads it. Scores and confidences times 10 000. */
export type Said = { type: string; score: number | null; confidence: number | null }

export type TaskFacts = {
  /** What its committee decided. */
  decision: 'FINALIZED' | 'FAILED'
  metrics: Record<string, unknown>
  amountAtomic: string
  /** What was signed before it was decided. */
  statements: readonly Said[]
}

export type ChallengeFacts = {
  outcome: string
  split: boolean
  quorum: string
  /** Sides that let a deadline of their own pass. */
  silent: readonly string[]
}

/** What was agreed on where nothing was. */
const AGREED_LATENCY_MS = 5_000n
const SCORE_ONE = 10_000n

/** Pure: what a judged task says of its provider (domain §6). */
export function observeTask({ decision, metrics, amountAtomic, statements }: TaskFacts): Observed {
  const passed = decision === 'FINALIZED'
  const isAccepted = statements.some(({ type }) => type === 'ACCEPTED')
  const isRejected = statements.some(({ type }) => type === 'REJECTED')
  const observations: Observations = {
    ...only('q', qualityOf(statements, isAccepted, isRejected)),
    ...only('t', timelinessIn(metrics)),
    ...only('r', reliabilityOf(isAccepted, isRejected || !passed)),
    ...only('s', safetyOf(statements)),
    ...only('v', passed ? veracityOf(statements) : 0),
    i: impactOf(BigInt(amountAtomic)),
    ...only('e', efficiencyIn(metrics)),
  }
  return { observations, tally: passed ? 'completed' : 'lost' }
}

/** Pure: what an ended challenge of two says of one of them. */
export function observeChallenge(facts: ChallengeFacts, role: 'creator' | 'counterparty'): Observed {
  const isSilent = facts.silent.includes(role)
  const standing = standingOf(facts, role)
  const byVerdict = facts.quorum === 'committee' || facts.quorum === 'moderator'
  const observations: Observations = {
    t: isSilent ? 0 : ONE,
    ...only('r', isSilent ? 100_000 : challengeReliability(standing, byVerdict)),
    ...only('v', challengeVeracity(standing, byVerdict, facts.quorum === 'oracle')),
  }
  return { observations, tally: tallyOf(isSilent, standing, facts.quorum) }
}

/** Pure: 1 in time; after that it falls to 0 at twice what was agreed. */
export function timelinessOf(latency: bigint, agreed: bigint): number {
  if (latency <= agreed) return ONE
  return latency >= 2n * agreed ? 0 : ppm(2n * agreed - latency, agreed)
}

/** Pure: from the value of what was done; 10 000 credits are all that counts. */
export function impactOf(amountAtomic: bigint): number {
  return Math.min(ONE, Math.floor(log10ppm(1n + amountAtomic / 1000n) / 4))
}

/** Without a word from the client and without a score nothing was said of quality. */
function qualityOf(statements: readonly Said[], isAccepted: boolean, isRejected: boolean): number | null {
  const scores = statements.filter(({ type }) => isAudit(type)).flatMap(({ score }) => score ?? [])
  if (scores.length === 0 && !isAccepted && !isRejected) return null

  const base = isAccepted ? 800_000 : 200_000
  return scores.length === 0 ? base : Math.min(ONE, base + ppm(sum(scores), 5n * SCORE_ONE * BigInt(scores.length)))
}

function reliabilityOf(isAccepted: boolean, isBad: boolean): number | null {
  if (isBad) return 100_000
  return isAccepted ? 900_000 : null
}

/** A fail counts as nothing, whatever score was put beside it; a pass without a score says nothing. */
function safetyOf(statements: readonly Said[]): number | null {
  const scores = statements.flatMap(({ type, score }) =>
    type === 'SAFETY_FAIL' ? 0 : type === 'SAFETY_PASS' ? (score ?? []) : [],
  )
  return meanOf(scores)
}

function veracityOf(statements: readonly Said[]): number | null {
  return meanOf(statements.filter(({ type }) => type === 'AUDIT_PASS').flatMap(({ confidence }) => confidence ?? []))
}

function timelinessIn(metrics: TaskFacts['metrics']): number | null {
  const latency = countIn(metrics, 'latency_ms')
  return latency === null ? null : timelinessOf(latency, countIn(metrics, 'agreed_latency_ms') ?? AGREED_LATENCY_MS)
}

function efficiencyIn(metrics: TaskFacts['metrics']): number | null {
  const [cost, most] = [countIn(metrics, 'cost'), countIn(metrics, 'max_cost')]
  if (cost === null || most === null || most === 0n) return null
  return cost >= most ? 0 : ppm(most - cost, most)
}

/** A whole number from zero, as a number or as decimal text. Anything else is kept in the receipt and not read. */
function countIn(metrics: TaskFacts['metrics'], name: string): bigint | null {
  const value = Object.hasOwn(metrics, name) ? metrics[name] : undefined
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : null
  return typeof value === 'string' && /^(?:0|[1-9][0-9]{0,77})$/.test(value) ? BigInt(value) : null
}

type ChallengeStanding = 'won' | 'lost' | 'even' | 'kept' | null

function standingOf({ outcome, split }: ChallengeFacts, role: string): ChallengeStanding {
  if (split || outcome === 'DRAW') return 'even'
  if (outcome === 'FULFILLED') return 'kept'
  if (outcome !== 'CREATOR_WIN' && outcome !== 'COUNTERPARTY_WIN') return null
  return (outcome === 'CREATOR_WIN') === (role === 'creator') ? 'won' : 'lost'
}

/** Whoever concedes, or loses to an oracle, kept their word. */
function challengeReliability(standing: ChallengeStanding, byVerdict: boolean): number | null {
  if (standing === 'won' || standing === 'kept') return 900_000
  if (standing === 'even') return 500_000
  return standing === 'lost' && byVerdict ? 100_000 : null
}

function challengeVeracity(standing: ChallengeStanding, byVerdict: boolean, byOracle: boolean): number | null {
  if (standing === 'won' && byVerdict) return ONE
  return standing === 'lost' && (byVerdict || byOracle) ? 0 : null
}

function tallyOf(isSilent: boolean, standing: ChallengeStanding, quorum: string): Tally {
  if (isSilent) return 'silent'
  if (quorum === 'clock') return null
  return standing === 'lost' ? 'lost' : 'completed'
}

function isAudit(type: string): boolean {
  return type === 'AUDIT_PASS' || type === 'AUDIT_FAIL'
}

function meanOf(scores: readonly number[]): number | null {
  return scores.length === 0 ? null : ppm(sum(scores), SCORE_ONE * BigInt(scores.length))
}

function sum(scores: readonly number[]): bigint {
  return BigInt(scores.reduce((a, b) => a + b, 0))
}

function only(dimension: Dimension, value: number | null): Observations {
  return value === null ? {} : { [dimension]: value }
}

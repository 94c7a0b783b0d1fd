import { AppError, type ErrorCode } from '@/lib/errors'
import { isBonded } from './challenge'
import { BOUNDS_SECONDS, fixDeadlines } from './deadlines'
import type { AskedDraft } from './draft'
import type { Mode } from './state'

type TimedDraft = Pick<AskedDraft, 'mode' | 'expiresAt' | 'resolutionDueAt' | 'enforced' | 'resolution'>

/** Forms write whole minutes and clocks differ: a time is past only by more than this. */
const LENIENCE_SECONDS = 5 * 60

/** Pure: what each mode asks for and what it does not know. Throws E3002, E3003, E3022, E3023, E4003, E9004. */
export function checkMode(draft: AskedDraft): void {
  const { mode, requirements } = draft
  if (mode === 'SOLO' && draft.counterparty) {
    throw new AppError('E3002', 'A SOLO challenge is yours alone: leave the counterparty out, or choose another mode.')
  }
  if (mode === 'SOLO' && requirements?.counterparty) {
    throw new AppError(
      'E3002',
      'A SOLO challenge has no counterparty to ask anything of: leave their requirements out.',
    )
  }
  if (mode === 'GATEKEEPER' && !requirements) {
    throw new AppError('E3022', 'A GATEKEEPER challenge asks at least one side to prove something: add a requirement.')
  }
  if (isBonded(draft) && !draft.bond) throw new AppError('E3003', `${mode} needs a bond from both sides: add one.`)
  if (isBonded(draft) && requirements) {
    refuse(
      'E9004',
      'gatekeeper_requirements',
      `Nobody checks wallets under ${mode}, where bonds vouch: leave them out.`,
    )
  }
  if (!isBonded(draft) && draft.bond) {
    refuse('E4003', 'bond', `A ${mode} challenge holds no bonds: leave the bond out, or choose FIRE or ENFORCED.`)
  }
  if (mode === 'ENFORCED' && !draft.counterparty) {
    throw new AppError('E3023', 'ENFORCED needs a named counterparty: add their address.')
  }
}

const STRATEGIES: Record<Mode, readonly AskedDraft['resolution']['strategy'][]> = {
  SOLO: ['MUTUAL', 'ORACLE'],
  GATEKEEPER: ['MUTUAL', 'COMMITTEE', 'MODERATOR'],
  FIRE: ['MUTUAL', 'ORACLE', 'COMMITTEE', 'MODERATOR'],
  ENFORCED: ['MUTUAL', 'ORACLE', 'COMMITTEE', 'MODERATOR'],
}
/** What each strategy names beside itself. */
const DECIDERS = { ORACLE: 'oracle', COMMITTEE: 'panel', MODERATOR: 'moderator' } as const

/** Pure: a strategy with exactly the decider it needs, one the mode knows. Throws E4004 for a panel of the wrong size. */
export function checkDecider({ mode, resolution }: Pick<AskedDraft, 'mode' | 'resolution'>): void {
  const { strategy, panel } = resolution
  if (!STRATEGIES[mode].includes(strategy)) {
    const known = STRATEGIES[mode].join(', ')
    refuse('E9004', 'resolution.strategy', `${mode} is not decided by ${strategy}. Choose one of ${known}.`)
  }
  for (const [name, field] of Object.entries(DECIDERS) as [keyof typeof DECIDERS, 'oracle' | 'panel' | 'moderator'][]) {
    if (name === strategy && !resolution[field]) {
      refuse('E9004', `resolution.${field}`, `${strategy} needs ${field}: say who or what decides.`)
    }
    if (name !== strategy && resolution[field]) {
      refuse('E9004', `resolution.${field}`, `${strategy} has no ${field}: leave it out, or choose ${name}.`)
    }
  }
  if (!panel) return
  if (panel.m % 2 === 0)
    refuse('E4004', 'resolution.panel.m', 'A panel has an odd number of seats, so that votes cannot tie.')
  if (panel.k > panel.m || 2 * panel.k <= panel.m) {
    refuse('E4004', 'resolution.panel.k', `More than half of the ${panel.m} seats must agree, and no more than all.`)
  }
}

/** Pure: every chosen time within its bounds and after the one it follows. Throws E3004. */
export function checkTimes(draft: AskedDraft, now: Date): void {
  checkBounds(draft, now)
  checkOrder(draft, now)
}

/** Pure: whether, signed now, each time comes after the one it follows. Throws E3004. */
export function checkOrder(draft: TimedDraft, now: Date): void {
  const { accept, deposit, response, resolution } = fixDeadlines(draft, now)
  const before = response ?? deposit ?? (draft.expiresAt ? accept : now)
  if (draft.mode !== 'SOLO' && resolution <= before) {
    const last = response ? 'respond' : deposit ? 'deposit' : 'accept'
    refuse('E3004', 'resolution_due_at', `It must end after the time to ${last}, ${before.toISOString()}.`)
  }
  if (accept <= now)
    refuse('E3004', 'resolution_due_at', 'That leaves no time to accept and to deposit before the end.')
  checkOracleTimes(draft, resolution, now)
}

function checkBounds(draft: AskedDraft, now: Date): void {
  const { enforced } = draft
  const accept = draft.mode === 'ENFORCED' ? BOUNDS_SECONDS.acceptEnforced : BOUNDS_SECONDS.accept
  const dispute = draft.resolution.strategy === 'COMMITTEE' ? BOUNDS_SECONDS.disputeCommittee : BOUNDS_SECONDS.dispute
  const rows: [string, number | undefined, readonly [number, number]][] = [
    ['expires_at', draft.expiresAt ? secondsUntil(draft.expiresAt, now) : undefined, accept],
    [
      'resolution_due_at',
      draft.resolutionDueAt ? secondsUntil(draft.resolutionDueAt, now) : undefined,
      BOUNDS_SECONDS.resolution,
    ],
    ['enforced_config.accept_timeout_seconds', enforced?.accept_timeout_seconds, BOUNDS_SECONDS.acceptEnforced],
    ['enforced_config.response_timeout_seconds', enforced?.response_timeout_seconds, BOUNDS_SECONDS.response],
    ['enforced_config.dispute_timeout_seconds', enforced?.dispute_timeout_seconds, dispute],
  ]
  for (const [field, seconds, [least, most]] of rows) {
    if (seconds === undefined || (seconds >= least && seconds <= most)) continue
    refuse('E3004', field, `${field} is out of range: between ${inWords(least)} and ${inWords(most)}.`)
  }
}

/** An answer that is known already decides nothing, and one that may come too late would never be heard. */
function checkOracleTimes({ resolution: { oracle } }: TimedDraft, end: Date, now: Date): void {
  if (!oracle) return
  const from = new Date(oracle.not_before)
  if (secondsUntil(from, now) < -LENIENCE_SECONDS) {
    refuse(
      'E3004',
      'resolution.oracle.not_before',
      'That time has passed: the answer is known. Choose one that is to come.',
    )
  }
  if (from.getTime() + oracle.max_age_seconds * 1000 > end.getTime()) {
    refuse(
      'E3004',
      'resolution.oracle.max_age_seconds',
      `The oracle must have answered by the end, ${end.toISOString()}: choose an earlier not_before, a shorter max_age_seconds or a later resolution_due_at.`,
    )
  }
}

/** Throws `code` with a sentence at a field of the body. */
export function refuse(code: ErrorCode, path: string, sentence: string): never {
  throw new AppError(code, sentence, { fields: [{ path, message: sentence }] })
}

function secondsUntil(date: Date, now: Date): number {
  return (date.getTime() - now.getTime()) / 1000
}

function inWords(seconds: number): string {
  const [size, unit] =
    seconds % 86_400 === 0 ? [86_400, 'day'] : seconds % 3_600 === 0 ? [3_600, 'hour'] : [60, 'minute']
  const count = seconds / size
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

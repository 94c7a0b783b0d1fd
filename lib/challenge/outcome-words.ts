import type { Outcome } from './state'

/** How it ended, as people say it. */
export const OUTCOME_WORDS: Record<Outcome, string> = {
  FULFILLED: 'fulfilled',
  CREATOR_WIN: 'the creator wins',
  COUNTERPARTY_WIN: 'the counterparty wins',
  DRAW: 'a draw',
  NO_CONTEST: 'no contest',
}

/** An outcome the API names, in words. */
export function sayOutcome(outcome: string | null): string {
  if (outcome === 'SPLIT') return 'a split'
  return outcome === null ? 'no outcome' : (OUTCOME_WORDS[outcome as Outcome] ?? outcome)
}

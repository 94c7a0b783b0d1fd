import type { Sql } from '@/lib/db/sql'
import type { Challenge } from './challenge'
import { applyChanges, toNamed, withDraft } from './counter-draft'
import { completeDraft } from './desk-facts'
import type { ChallengeBody } from './schemas'
import type { Party } from './state'

type Counter = {
  changes: Partial<ChallengeBody>
  /** Whose counter it is. */
  by: { role: Party; address: string; userId: string }
  now: Date
}

/** The challenge as a counter would have it, checked like a new one. Throws what `createChallenge` throws of terms. */
export async function counterTerms(sql: Sql, challenge: Challenge, { changes, by, now }: Counter): Promise<Challenge> {
  const asked = applyChanges(challenge, changes, by.role, by.address, now)
  const counterparty = by.role === 'counterparty' ? by : (challenge.counterparty ?? toNamed(asked.counterparty))
  return withDraft(challenge, await completeDraft(sql, asked, { creator: challenge.creator, counterparty }, now))
}

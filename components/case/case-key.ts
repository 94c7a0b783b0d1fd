import { keys } from '@/components/data/query-keys'

/** Named under its challenge, so that news of the challenge makes it stale too. */
export function caseKey(challengeId: string, caseId: string) {
  return [...keys.challenge(challengeId), 'case', caseId] as const
}

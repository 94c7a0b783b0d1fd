/** What the seated members of a committee have said so far, each counted once. */
export type Votes = { passes: number; fails: number }

/** What a committee decides by itself. */
export type Decision = 'FINALIZED' | 'FAILED'

/**
 * Pure, and the one rule of it (domain §5): FINALIZED with k passes; FAILED with so many fails that k passes cannot come
 * together any more; null while either is possible. The job, the API and the pages all ask here. k passes win over
 * anything else, so no order of counting changes the answer. Throws for a committee that could decide both, or nothing.
 */
export function decideQuorum({ k, m, passes, fails }: { k: number; m: number } & Votes): Decision | null {
  if (![k, m, passes, fails].every((n) => Number.isSafeInteger(n) && n >= 0))
    throw new Error('Votes are counted in whole')
  if (k < 1 || k > m || 2 * k <= m) throw new Error(`${k} of ${m} decide nothing`)

  if (passes >= k) return 'FINALIZED'
  return fails > m - k ? 'FAILED' : null
}

/** What a receipt that is still open is answered with when somebody asks for its end (E7003). */
export function quorumNotMet(k: number, passes: number): string {
  return `QUORUM_NOT_MET: needed ${k}, have ${passes}`
}

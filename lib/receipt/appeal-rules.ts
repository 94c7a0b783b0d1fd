/** So long after its first decision a receipt may be appealed. */
export const APPEAL_SECONDS = 7 * 24 * 60 * 60

/** One credit. */
const LEAST_BOND = 1_000n

/** Pure: what an appeal takes: 10 % of the task's value, at least one credit. */
export function appealBond(amountAtomic: bigint): bigint {
  const tenth = amountAtomic / 10n
  return tenth < LEAST_BOND ? LEAST_BOND : tenth
}

/**
 * Pure: a lost bond in equal shares for those who judged; what cannot be shared equally goes back. Without anybody who
 * judged all of it does.
 */
export function shareBond(bond: bigint, voters: readonly string[]): { share: bigint; rest: bigint } {
  if (voters.length === 0) return { share: 0n, rest: bond }
  const count = BigInt(voters.length)
  return { share: bond / count, rest: bond % count }
}

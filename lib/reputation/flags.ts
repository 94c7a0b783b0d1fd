import type { Sql } from '@/lib/db/sql'
import { HALF } from './integers'
import { DIMENSIONS, type Numbers, trustOfNumbers } from './score'
import { listWithNewest } from './store'

/** What somebody about to deal with a party is told: nobody dealt with it, or its newest receipt lowered its trust. */
export type ReputationFlag = 'none' | 'falling'

/** By party; those with nothing to be told of are left out. */
export async function reputationFlags(sql: Sql, partyIds: readonly string[]): Promise<Map<string, ReputationFlag>> {
  const known = new Map((await listWithNewest(sql, partyIds)).map((one) => [one.id, one]))
  const flags = partyIds.flatMap((id): [string, ReputationFlag][] => {
    const one = known.get(id)
    if (!one) return [[id, 'none']]
    return isFalling(one.numbers, one.before) ? [[id, 'falling']] : []
  })
  return new Map(flags)
}

/** Pure: whether trust was higher before the newest receipt. `before`: what its rows began with; null where there was nothing. */
export function isFalling(numbers: Numbers, before: Partial<Numbers>): boolean {
  const was = Object.fromEntries(DIMENSIONS.map((d) => [d, d in before ? (before[d] ?? HALF) : numbers[d]])) as Numbers
  return trustOfNumbers(numbers) < trustOfNumbers(was)
}

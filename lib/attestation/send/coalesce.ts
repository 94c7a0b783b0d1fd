import type { Hex } from '@/lib/proof/hash'
import type { Operation } from '../types'

/** As many items go in one call of EAS. */
export const MAX_TOGETHER = 50

/** What tells apart what may go in one call: one signature of EAS names one schema and one issuer. */
export type Waiting = {
  id: string
  issuerId: string
  schemaUid: Hex
  operation: Operation
  /** In calls of so many at most, after a larger one was reverted in its block. */
  mostTogether?: number | null
}

/**
 * Pure: of what waits on a chain, the most urgent first, what goes next: one group for each issuer, with everything that
 * waits for the same schema and operation, up to 50, in the order it waits. An issuer's nonces are used in order, so its
 * other groups come after.
 */
export function coalesce<W extends Waiting>(waiting: readonly W[], most = MAX_TOGETHER): W[][] {
  const groups = new Map<string, W[]>()
  for (const item of waiting) {
    const group = groups.get(item.issuerId)
    const [first] = group ?? []
    if (!group || !first) groups.set(item.issuerId, [item])
    else if (goTogether(first, item) && group.length < mostOf([...group, item], most)) group.push(item)
  }
  return [...groups.values()]
}

function mostOf(group: readonly Waiting[], most: number): number {
  return Math.min(most, ...group.map(({ mostTogether }) => mostTogether ?? most))
}

function goTogether(one: Waiting, other: Waiting): boolean {
  return one.schemaUid === other.schemaUid && one.operation === other.operation
}

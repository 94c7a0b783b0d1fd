import type { PendingItem } from './submission'

/** Pure: about how much gas items take, so that no more are asked about together than a transaction holds. */

/** Checks, the record itself and its event; what EAS stores of the fields comes on top. */
const BASE = 200_000n
const REVOCATION = 80_000n
/** A slot of storage that was empty, filled, and one that stays as it is. */
const FILLED = 22_100n
const EMPTY = 2_200n

const WORD = 64

/** What one item takes. Its fields are stored word by word. */
export function weightOf({ operation, data }: Pick<PendingItem, 'operation' | 'data'>): bigint {
  if (operation === 'REVOKE') return REVOCATION
  let weight = BASE
  for (let at = 2; at < (data ?? '0x').length; at += WORD) {
    weight += /[1-9a-f]/i.test((data ?? '').slice(at, at + WORD)) ? FILLED : EMPTY
  }
  return weight
}

/** The first items that go together within `most` gas, one at least. */
export function cutToFit<I extends Pick<PendingItem, 'operation' | 'data'>>(items: readonly I[], most: bigint): I[] {
  let left = most
  const end = items.findIndex((item, at) => {
    left -= weightOf(item)
    return left < 0n && at > 0
  })
  return items.slice(0, end === -1 ? items.length : end)
}

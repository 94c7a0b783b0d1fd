import type { Hex } from '@/lib/proof/hash'
import { attestDataOf } from './calls'
import type { Spoken, Standing } from './eas-chain'
import type { PendingItem } from './submission'

/** What EAS said, and for an attestation what it holds under that uid. */
export type Result = { spoken: Spoken; standing: Standing | null }

/** Pure: whether what EAS holds is what was asked for. */
export function isAsAsked(item: PendingItem, standing: Standing): boolean {
  const asked = attestDataOf(item)
  return (
    standing.schema === item.schema_uid &&
    standing.recipient.toLowerCase() === asked.recipient.toLowerCase() &&
    standing.data.toLowerCase() === asked.data.toLowerCase() &&
    standing.refUID.toLowerCase() === asked.refUID.toLowerCase() &&
    standing.expirationTime === asked.expirationTime &&
    standing.revocable === asked.revocable
  )
}

/**
 * Pure: which result is whose. Each result is one item's at most; of items that ask for the same, the first takes the
 * first.
 */
export function matchResults(
  items: readonly PendingItem[],
  results: readonly Result[],
): { item: PendingItem; result: Result }[] {
  const free = [...results]
  return items.flatMap((item) => {
    const at = free.findIndex((result) => isResultOf(item, result))
    const [result] = at === -1 ? [] : free.splice(at, 1)
    return result ? [{ item, result }] : []
  })
}

function isResultOf(item: PendingItem, { spoken, standing }: Result): boolean {
  if (spoken.operation !== item.operation || spoken.schema !== item.schema_uid) return false
  return item.operation === 'REVOKE' ? spoken.uid === item.uid : standing !== null && isAsAsked(item, standing)
}

/**
 * Pure: the uids of a call of ours, whose logs come in the order of its items; null when they are not those of this call,
 * so that somebody has to look at what each holds.
 */
export function uidsInOrder(
  items: readonly PendingItem[],
  spoken: readonly Spoken[],
): { id: string; uid: Hex }[] | null {
  if (spoken.length !== items.length) return null
  const pairs = items.flatMap((item, at) => {
    const said = spoken[at]
    const fits =
      said?.operation === item.operation &&
      said.schema === item.schema_uid &&
      (item.operation === 'REVOKE' ? said.uid === item.uid : said.recipient === item.recipient?.toLowerCase())
    return said && fits ? [{ id: item.id, uid: said.uid }] : []
  })
  return pairs.length === items.length ? pairs : null
}

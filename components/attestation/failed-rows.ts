import { SEPARATOR } from './read-field'
import { sayItem } from './say-item'
import type { ItemDraft } from './types'
import type { ItemView } from './views'
import type { FailedRow } from './write-csv'

type Failed = Omit<ItemView, 'uid' | 'tx_hash'>
type Known = { row: number; item: ItemDraft }

/**
 * Pure: what failed as rows of a file that can be put right and sent again: as this browser sent them, else as the desk
 * tells. Null when neither knows what a row says: then there is no such file.
 */
export function toFailedRows(failed: readonly Failed[], sent: readonly Known[] | null): FailedRow[] | null {
  const rows = failed.map((each) => {
    const known = sent?.[each.index]
    const item = known?.item ?? itemOf(each)
    return item && { row: known?.row ?? each.index + 1, item, error: sayError(each) }
  })
  return rows.every((row) => row !== null) ? rows : null
}

function itemOf({ recipient, integra_hash, token_id, capabilities, expiration_time }: Failed): ItemDraft | null {
  if (!recipient || !integra_hash || !token_id || capabilities.length === 0) return null
  // One field holds them all: what has the mark between them in itself would be read as two.
  if (capabilities.some((each) => each.includes(SEPARATOR))) return null
  const item = { recipient, integra_hash, token_id, capabilities: [...capabilities] }
  return expiration_time ? { ...item, expiration_time } : item
}

function sayError({ error, status }: Failed): string {
  return error ? `${error.code} ${error.text}` : sayItem(status).name
}

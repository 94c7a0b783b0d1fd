import { SEPARATOR } from './read-field'
import { COLUMNS, type ItemDraft } from './types'

/** What was sent for one row, and why it failed. */
export type FailedRow = { row: number; item: ItemDraft; error: string }

/** The rows that failed as a file: the same columns, to be put right and sent again, and beside them why. Pure. */
export function writeFailures(rows: readonly FailedRow[]): string {
  const lines = rows.map(({ row, item, error }) =>
    [
      item.recipient,
      item.integra_hash,
      item.token_id,
      item.capabilities.join(SEPARATOR),
      item.expiration_time ?? '',
      String(row),
      // Others' words: a spreadsheet runs what begins like a formula; behind a quote it is text.
      error.replace(/^(?=[=+\-@\t\r])/, "'"),
    ].map(toCell),
  )
  return [[...COLUMNS, 'row', 'error'], ...lines].map((cells) => `${cells.join(',')}\r\n`).join('')
}

function toCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

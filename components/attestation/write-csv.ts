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
      guard(item.capabilities.join(SEPARATOR)),
      item.expiration_time ?? '',
      String(row),
      guard(error),
    ].map(toCell),
  )
  return [[...COLUMNS, 'row', 'error'], ...lines].map((cells) => `${cells.join(',')}\r\n`).join('')
}

/** Others' words: a spreadsheet runs what begins like a formula; behind a quote it is text. */
const guard = (text: string) => text.replace(/^(?='*[=+\-@\t\r\n])/, "'")

/** Pure: what `guard` was given, out of a file of failures. */
export const unguard = (text: string) => text.replace(/^'(?='*[=+\-@\t\r\n])/, '')

function toCell(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

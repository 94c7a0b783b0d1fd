import type { ReceiptView } from './types'
import { whatIsAsked } from './what-is-asked'

/**
 * Pure: what a list asks of somebody called `names`: whether they took a result. Seats stand among seats, and appeals on the
 * task’s own page.
 */
export function sayTaskAsk(item: ReceiptView, names: readonly string[]): string | null {
  const { receipt, status, attestations: statements } = item
  if (receipt.kind !== 'task') return null
  const trial = status === 'APPEALED' ? 1 : 0
  const task = { receipt, status, statements, trial, appealUntil: null } as const
  const asked = whatIsAsked(task, { names, seat: null }, new Date(0))
  return asked.some(({ kind }) => kind === 'accept') ? 'You are asked whether you took the result' : null
}

import type { StatusLook } from '@/components/ui/status'
import type { ItemStatus } from './types'

type Known = { status: ItemStatus; leased_until: string | null; failures: number }
type Said = { look: StatusLook; word: string }

const WORDS: Record<ItemStatus, Said> = {
  PENDING: { look: 'none', word: 'Waiting' },
  RETRYING: { look: 'wait', word: 'Waiting again' },
  DELIVERED: { look: 'ok', word: 'Acknowledged' },
  DEAD: { look: 'no', word: 'Dead letter' },
}

/** Pure: where an item stands. `isMine`: this window holds its lease. */
export function sayItem({ status, leased_until }: Known, isMine: boolean): Said {
  const isOpen = status === 'PENDING' || status === 'RETRYING'
  if (isOpen && leased_until) return { look: 'wait', word: isMine ? 'Leased by you' : 'Leased' }
  return WORDS[status]
}

/** Failures after which an item is a dead letter. */
export const MOST_FAILURES = 4
/** How often a member may bring an item back; then an owner or admin. */
export const MOST_REQUEUES = 3

/** Pure: “2 of 4”. Nothing to say of none. */
export function sayFailures(failures: number): string {
  return failures === 0 ? '' : `${failures} of ${MOST_FAILURES}`
}

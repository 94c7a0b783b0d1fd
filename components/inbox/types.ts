import type { z } from 'zod'
import type { EventDeliveryAnswer } from '@/lib/event/delivery-schemas'
import type { InboxItem, InboxItemWithAttempts, LeasedItem, RequeuedAnswer } from '@/lib/inbox/schemas'

/** What the desk answers about inboxes, as it comes over the wire. Types only: no schema is loaded in the browser for them. */
export type ItemView = z.infer<typeof InboxItem>
export type WholeItemView = z.infer<typeof InboxItemWithAttempts>
export type LeasedView = z.infer<typeof LeasedItem>
export type RequeuedView = z.infer<typeof RequeuedAnswer>
export type ItemStatus = ItemView['status']
export type PageOf<T> = { data: T[]; next_cursor: string | null }
export type Accepted = { id: string; status: string; sequence: number }

/** One try of a delivery, to an inbox or to a webhook. */
export type TryView = {
  number: number
  at: string
  duration_ms: number | null
  outcome: 'DELIVERED' | 'RETRY' | 'DEAD'
  /** Of an answer over HTTP. */
  status?: number | null
  reason: string | null
  answer?: string | null
  next_at: string | null
}

/** One event on its way to one endpoint. */
export type FateView = z.infer<typeof EventDeliveryAnswer>

import type { z } from 'zod'
import type { DeliveryAnswer, NewWebhookAnswer, TestAnswer, WebhookAnswer } from '@/lib/webhook/schemas'

/** What the desk answers about webhooks, as it comes over the wire. Types only: no schema is loaded in the browser for them. */
export type WebhookView = z.infer<typeof WebhookAnswer>
export type NewWebhookView = z.infer<typeof NewWebhookAnswer>
export type DeliveryView = z.infer<typeof DeliveryAnswer>
export type TestView = z.infer<typeof TestAnswer>
export type PageOf<T> = { data: T[]; next_cursor: string | null }

/** A type of the catalogue, as far as it is chosen by. */
export type TypeView = { type: string; description: string }

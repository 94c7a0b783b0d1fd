import { sendEventByMail, sendEventBySms } from '@/lib/notification/send-event'
import { sendWebhook } from '@/lib/webhook/send'
import type { PushKind, Sender } from './types'

/** A way out for each kind of endpoint. What has none waits. */
export type Senders = Partial<Record<PushKind, Sender>>

export const senders: Senders = { WEBHOOK: sendWebhook, EMAIL: sendEventByMail, SMS: sendEventBySms }

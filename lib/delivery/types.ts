import type { EventRow } from '@/lib/event/store'

export type EndpointKind = 'WEBHOOK' | 'INBOX' | 'HANDLER' | 'EMAIL' | 'SMS'
/** Endpoints the desk sends to by itself; an inbox is fetched from. */
export type PushKind = Exclude<EndpointKind, 'INBOX' | 'HANDLER'>
export type EndpointStatus = 'ACTIVE' | 'DISABLED' | 'DELETED'
/** FAILING: no success for five days. GONE: it answered 410. OWNER: by hand. */
export type DisabledReason = 'FAILING' | 'GONE' | 'OWNER'
export type DeliveryStatus = 'PENDING' | 'RETRYING' | 'DELIVERED' | 'DEAD'

/** What a sandbox organization asks its own event's deliveries to suffer. */
export type Debug = {
  /** So many tries of each delivery fail before one may pass. */
  fail?: number
  /** Each delivery waits so long before its first try. */
  delay_seconds?: number
  /** Each delivery is dead at once. */
  dead?: boolean
}

/** An event with whose it is, as senders get it. */
export type DeliveredEvent = Omit<EventRow, 'tx'> & { organization_id: string }

/** What a sender needs to know of where it sends. Secrets are sealed (lib/secret, purpose `webhook`, label the endpoint's id). */
export type PushEndpoint = {
  id: string
  organizationId: string
  kind: PushKind
  url: string | null
  secret: Uint8Array | null
  previousSecret: Uint8Array | null
  previousUntil: Date | null
  userId: string | null
}

/** How one try went, as a sender tells it. Never thrown. */
export type Answer =
  /** The other side answered; `retryAfterSeconds` if it said so. `text`: the first KiB, as text. */
  | { kind: 'answered'; status: number; text: string; durationMs: number; retryAfterSeconds: number | null }
  /** No answer: refused, reset, timed out, name unknown. */
  | { kind: 'failed'; reason: string; durationMs: number }
  /** It may not be sent there at all: an unsafe address. Nothing of what came back is kept. */
  | { kind: 'refused'; reason: string }
  /** Nothing to do any more (no contact, no longer a member): dead, and no failure of the endpoint. */
  | { kind: 'void'; reason: string }

/** One way out: sends one event to one endpoint, once. Times out by itself within 15 s. */
export type Sender = (to: PushEndpoint, event: DeliveredEvent, now: Date) => Promise<Answer>

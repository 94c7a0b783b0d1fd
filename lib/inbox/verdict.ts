import { addSeconds } from '@/lib/clock'
import type { OrganizationRole } from '@/lib/context'
import type { Debug, DeliveryStatus } from '@/lib/delivery/types'

/** Pure: what may be done with an item, and what a failure makes of it. */

/** With this failure an item is dead. */
export const MAX_FAILURES = 4
/** So often a dead item may be brought back by anybody who may act; then owners and admins only. */
export const MAX_REQUEUES = 3
/** How long an item that was asked to fail waits before the next lease that fails. */
const DEBUG_PAUSE_SECONDS = 1

/** An item under its subject's lock. `isHead`: it is what the subject's head names. The rest is the head's, for it. */
export type LockedItem = {
  organization_id: string
  endpoint_id: string
  event_id: string
  subject: string
  sequence: number
  attempts: number
  failures: number
  debug: Debug | null
  is_head: boolean
  handle: string | null
  leased_at: Date | null
  visible_at: Date
}

/** An item that is not open, or not there to be locked. */
export type EndedItem = { event_id: string; status: DeliveryStatus; handle: string | null; ended_at: Date | null }

export type Outcome = 'DELIVERED' | 'RETRY' | 'DEAD'

/** What a failure makes of an item, and when it may be leased again. */
export function failureOf(
  { failures }: Pick<LockedItem, 'failures'>,
  now: Date,
  delaySeconds = 0,
): { outcome: Outcome; visible_at: Date } {
  return { outcome: failures + 1 >= MAX_FAILURES ? 'DEAD' : 'RETRY', visible_at: addSeconds(now, delaySeconds) }
}

export type Trouble = { word: 'LEASE_EXPIRED' | 'DEBUG'; delaySeconds: number }

/** Why a head that is due may not simply be leased: the lease before ran out, or the event asked to fail. `leaseHeads` says the same in SQL. */
export function troubleOf(item: LockedItem): Trouble | null {
  if (item.handle !== null) return { word: 'LEASE_EXPIRED', delaySeconds: 0 }
  if (item.attempts < (item.debug?.fail ?? 0)) return { word: 'DEBUG', delaySeconds: DEBUG_PAUSE_SECONDS }
  return null
}

/** Whether `handle` is the newest one and its lease still runs. */
export function holds(item: LockedItem, handle: string | undefined, now: Date): boolean {
  return item.is_head && item.handle !== null && item.handle === handle && item.visible_at > now
}

/** Whether it may be acknowledged: with the newest handle while the lease runs; without one while it was never leased. */
export function mayAck(item: LockedItem, handle: string | undefined, now: Date): boolean {
  if (handle !== undefined) return holds(item, handle, now)
  const isLeased = item.is_head && item.handle !== null
  return !isLeased && item.attempts === 0
}

/** Whether an ack says again what ended the item. */
export function isSameAck({ status, handle }: EndedItem, given: string | undefined): boolean {
  return status === 'DELIVERED' && handle === (given ?? null)
}

/** How often a dead item may have been brought back for this role to do it again; null: any number of times. */
export function requeueLimitOf(role: OrganizationRole): number | null {
  return role === 'owner' || role === 'admin' ? null : MAX_REQUEUES
}

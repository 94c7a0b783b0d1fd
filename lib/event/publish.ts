import { afterCommit } from '@/lib/db/after-commit'
import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { currentRequestId } from '@/lib/request-scope'
import { announceNews } from './announce'
import type { EventType } from './catalogue'
import { insertFact } from './store'

/** Something that happened, and what each organization may know of it. */
export type Fact = {
  type: EventType
  /** The id of what it is about. Its events are numbered per organization. */
  subject: string
  /** One row each; an organization named twice (both parties in one) is told once, by the first. */
  organizations: readonly { organizationId: string; data: object }[]
  /** Who says so: the desk unless said. */
  source?: string
  metadata?: object
  /** Of the call (or job) that made it; the current one unless said. */
  requestId?: string
  now: Date
}

/**
 * Writes the fact into the event log, as part of the caller's transaction (domain §9). Streams are told after the
 * commit (announce.ts).
 */
export async function publish(sql: Sql, fact: Fact): Promise<void> {
  const rows = new Map<string, { id: string; organization_id: string; data: object }>()
  for (const { organizationId, data } of fact.organizations) {
    if (!rows.has(organizationId)) rows.set(organizationId, { id: newId(), organization_id: organizationId, data })
  }
  if (rows.size === 0) return

  const { type, subject, source = 'desk', metadata = {}, requestId = currentRequestId() ?? null, now } = fact
  await insertFact(sql, { id: newId(), type, subject, source, metadata, requestId, now, rows: [...rows.values()] })
  afterCommit(sql, 'news', announceNews)
}

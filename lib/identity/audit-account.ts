import { type AuditActor, type Json, recordAudit } from '@/lib/audit/record'
import type { Sql } from '@/lib/db/sql'
import { findPersonalOrganizationOf } from './organization/store'

type Entry = { action: string; target?: string; details?: { [name: string]: Json } }

/** What somebody did to their own account (wallets, sessions, erasing) stands in the log of their personal organization. */
export async function auditAccount(
  tx: Sql,
  ctx: { actor: Extract<AuditActor, { kind: 'user' }>; requestId: string; now: Date },
  entry: Entry,
): Promise<void> {
  const { actor, requestId, now } = ctx
  const organizationId = await findPersonalOrganizationOf(tx, actor.userId)
  if (organizationId) await recordAudit(tx, { ...entry, organizationId, actor, requestId, now })
}

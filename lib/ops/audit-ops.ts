import { DESK_CHAIN } from '@/lib/audit/desk-chain'
import { type Json, recordAudit } from '@/lib/audit/record'
import type { Ctx, UserActor } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'

type Entry = { action: string; target?: string; details?: { [name: string]: Json } }

/** What an operator does stands in the log of the organization they act in, and in the desk's own. */
export async function auditOps(tx: Sql, { actor, requestId, now }: Ctx<UserActor>, entry: Entry): Promise<void> {
  for (const organizationId of [actor.organizationId, DESK_CHAIN]) {
    await recordAudit(tx, { ...entry, organizationId, actor, requestId, now })
  }
}

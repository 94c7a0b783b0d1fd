import { DESK_CHAIN } from '@/lib/audit/desk-chain'
import type { AuditRow } from '@/lib/audit/entry'
import { pageOfChain } from '@/lib/audit/list'
import type { AuditFilter } from '@/lib/audit/schemas'
import type { Ctx } from '@/lib/context'
import type { Page } from '@/lib/http/page'
import { requireOperator } from './require-operator'

/** The desk's own audit log: what operators did, and what retention took away. */
export async function listDeskAudit(ctx: Ctx, input: AuditFilter): Promise<Page<AuditRow>> {
  return pageOfChain(requireOperator(ctx), DESK_CHAIN, input)
}

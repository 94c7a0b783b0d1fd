import { z } from 'zod'
import type { Ctx, UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import type { Page } from '@/lib/http/page'
import type { AuditRow } from './entry'
import type { AuditFilter } from './schemas'
import { findEntries } from './store'

/** The audit log of the organization the call acts in, for its owners and admins, signed in themselves: E9007 for others. */
export async function listAudit(ctx: Ctx<UserActor>, input: AuditFilter): Promise<Page<AuditRow>> {
  const { organizationId, role, sessionId } = ctx.actor
  if (sessionId === null) throw new AppError('E9007', 'An API key cannot read the audit log. Sign in with your wallet.')
  if (role !== 'owner' && role !== 'admin') {
    throw new AppError('E9007', 'Only owners and admins of an organization read its audit log.')
  }
  return pageOfChain(ctx, organizationId, input)
}

/** A page of any chain; who may read it is for the caller to know. */
export async function pageOfChain(
  ctx: Pick<Ctx, 'pool'>,
  organizationId: string,
  { limit, cursor, action, actor, target, allowed, order }: AuditFilter,
): Promise<Page<AuditRow>> {
  const query = { organizationId, action, actor, target, allowed, order }
  const after = cursor === undefined ? null : decodeCursor(query, cursor, z.int().min(1))
  const rows = await findEntries(sqlOver(ctx.pool), { ...query, after, limit: limit + 1 })
  return toPage(
    query,
    rows,
    limit,
    ({ sequence }) => sequence,
    (row) => row,
  )
}

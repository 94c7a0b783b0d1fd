import { z } from 'zod'
import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import type { IssuerFilter } from './schemas'
import { findIssuers } from './store'
import { toIssuer } from './view'

/** Who attests, or attested, for the organization the call acts in; newest first. 200 unless said. */
export async function listIssuers(ctx: Ctx<UserActor>, input: Partial<IssuerFilter>) {
  const { chain_id: chainId, status, limit = 200, cursor } = input
  const { organizationId } = requireUser(ctx)
  const filter = { organizationId, ...(chainId && { chainId }), ...(status && { status }) }
  const query = ['issuers', filter]
  const before = cursor === undefined ? undefined : decodeCursor(query, cursor, z.uuid())

  const rows = await findIssuers(sqlOver(ctx.pool), { ...filter, before, limit: limit + 1 })
  return toPage(query, rows, limit, ({ id }) => id, toIssuer)
}

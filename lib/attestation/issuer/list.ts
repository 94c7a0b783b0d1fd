import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import type { IssuerFilter } from './schemas'
import { findIssuers } from './store'
import { toIssuer } from './view'

/** Who attests, or attested, for the organization the call acts in; newest first. */
export async function listIssuers(ctx: Ctx<UserActor>, { chain_id: chainId, status }: IssuerFilter) {
  const { organizationId } = requireUser(ctx)
  const filter = { organizationId, ...(chainId && { chainId }), ...(status && { status }) }
  const rows = await findIssuers(sqlOver(ctx.pool), filter)
  return { data: rows.map(toIssuer) }
}

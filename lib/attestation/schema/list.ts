import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { caip2 } from '@/lib/proof/chains'
import { deskSchemas, type Schema } from './known'
import type { SchemaFilter } from './schemas'
import { findSchemas } from './store'

/** The schemas the organization the call acts in may attest under. */
export async function listSchemas(ctx: Ctx<UserActor>, { chain_id: chainId }: SchemaFilter) {
  const { organizationId } = requireUser(ctx)
  const rows = await findSchemas(sqlOver(ctx.pool), { organizationId, chainId: chainId ?? null })
  const own = rows.map((row) => ({ ...row, chainId: row.chain_id, own: row.organization_id !== null }))
  const desk = (await deskSchemas()).filter((schema) => chainId === undefined || schema.chainId === chainId)
  return { data: [...desk, ...own].map(toSchema) }
}

export function toSchema({ chainId, uid, name, definition, revocable, resolver, own }: Schema) {
  return { chain_id: caip2(chainId), uid, name, definition, revocable, resolver, own }
}

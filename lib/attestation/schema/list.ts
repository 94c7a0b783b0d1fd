import { z } from 'zod'
import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { caip2 } from '@/lib/proof/chains'
import { deskSchemas, type Schema } from './known'
import type { SchemaFilter } from './schemas'
import { findSchemas } from './store'

/** The schemas the organization the call acts in may attest under: what everybody may, then its own; by chain and name. */
export async function listSchemas(ctx: Ctx<UserActor>, { chain_id: chainId, limit, cursor }: SchemaFilter) {
  const { organizationId } = requireUser(ctx)
  const query = ['schemas', organizationId, chainId ?? null]
  const after = cursor === undefined ? '' : decodeCursor(query, cursor, z.string())

  const stored = await findSchemas(sqlOver(ctx.pool), { organizationId, chainId: chainId ?? null })
  const rows = stored.map((row) => ({ ...row, chainId: row.chain_id, own: row.organization_id !== null }))
  const desk = (await deskSchemas()).filter((schema) => chainId === undefined || schema.chainId === chainId)
  const placed = [...desk, ...rows]
    .map((schema) => ({ schema, place: placeOf(schema) }))
    .filter(({ place }) => place > after)
    .sort((a, b) => (a.place < b.place ? -1 : 1))
  return toPage(
    query,
    placed,
    limit,
    ({ place }) => place,
    ({ schema }) => toSchema(schema),
  )
}

/** Where a schema stands among others; chain ids have ten digits at most. */
function placeOf({ own, chainId, name, uid }: Schema): string {
  return [own ? 1 : 0, String(chainId).padStart(10, '0'), name, uid].join(' ')
}

export function toSchema({ chainId, uid, name, definition, revocable, resolver, own }: Schema) {
  return { chain_id: caip2(chainId), uid, name, definition, revocable, resolver, own }
}

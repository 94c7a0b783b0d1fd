import { z } from 'zod'
import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { findDead } from './store'
import { toDeadItem } from './view'

const Position = z.object({ at: z.iso.datetime(), id: z.uuid() })

/** Attestations and revocations of the organization that failed or expired, the last first. */
export async function listDead(ctx: Ctx<UserActor>, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const { organizationId } = requireUser(ctx)
  const query = { organizationId, dead: true }
  const after = cursor === undefined ? null : decodeCursor(query, cursor, Position)
  const rows = await findDead(sqlOver(ctx.pool), { organizationId, after, limit: limit + 1 })
  return toPage(query, rows, limit, ({ updated_at, id }) => ({ at: updated_at.toISOString(), id }), toDeadItem)
}

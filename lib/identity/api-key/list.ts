import { z } from 'zod'
import { type Ctx, requireUser } from '@/lib/context'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { canManage } from '../organization/roles'
import { toKeyAnswer } from './answer'
import { listKeysOf } from './store'

/** The caller's keys in the organization of this call; to its owners and admins, signed in, everybody's. Newest first. */
export async function listApiKeys(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string }) {
  const { organizationId, userId, role, via } = requireUser(ctx)
  const everybody = via !== 'key' && canManage(role)
  const filter = everybody ? { organizationId } : { organizationId, userId }

  const query = ['api-keys', filter]
  const before = cursor === undefined ? undefined : decodeCursor(query, cursor, z.uuid())
  const rows = await listKeysOf(ctx.db, filter, limit + 1, before)
  return toPage(query, rows, limit, ({ id }) => id, toKeyAnswer)
}

import { z } from 'zod'
import { type Ctx, requireUser } from '@/lib/context'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import type { Mode, Party, Status } from './state'
import { listAddresses, listOpenRows } from './store'
import { toAnswer } from './view'
import { roleOf } from './viewer'
import { whatWaits } from './waits-for'

const Place = z.object({ at: z.iso.datetime(), id: z.uuid() })

type Filter = {
  limit: number
  cursor?: string | undefined
  status?: Status | undefined
  mode?: Mode | undefined
  role?: Party | undefined
  external_id?: string | undefined
}

/**
 * The challenges that wait for the caller to do something, the nearest deadline first. A page may hold fewer than `limit`
 * though there are more: the cursor says so.
 */
export async function listWaiting(ctx: Ctx, filter: Filter) {
  const actor = requireUser(ctx)
  const { limit, cursor, external_id, status, mode, role } = filter
  const query = { list: 'waiting', user: actor.userId, external_id, status, mode, role }
  const after = cursor ? decodeCursor(query, cursor, Place) : undefined
  const addresses = await listAddresses(ctx.db, actor.userId)

  const rows = await listOpenRows(ctx.db, {
    userId: actor.userId,
    addresses,
    status,
    mode,
    role,
    externalId: external_id,
    after,
    now: ctx.now,
    take: limit + 1,
  })
  const found = toPage(
    query,
    rows,
    limit,
    ({ deadlineAt, id }) => ({ at: deadlineAt?.toISOString(), id }),
    (row) => toAnswer(row, { role: roleOf(row, { userId: actor.userId, addresses, invited: false }), now: ctx.now }),
  )
  return { ...found, data: found.data.filter((challenge) => whatWaits(challenge, ctx.now) !== null) }
}

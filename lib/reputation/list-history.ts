import { z } from 'zod'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { partyKeyOf } from '@/lib/receipt/party-key'
import type { Dimension } from './score'
import { listEntries } from './store'
import { toEntryAnswer } from './view'

/** A change is known by its own id: a place tells nobody which receipt it is of. */
const Place = z.object({ id: z.uuid() })

type Input = { did: string; dimension?: Dimension | undefined; limit: number; cursor?: string | undefined }

/**
 * Every change of a party's numbers, the newest receipt first. Corrections stand beside what they correct. A receipt is
 * named to whom it is listed: of one shared by link the id is the key to it.
 */
export async function listHistory(ctx: Ctx, { did, dimension = undefined, limit, cursor }: Input) {
  const query = { party: partyKeyOf(did), dimension: dimension ?? null }
  const before = cursor === undefined ? null : decodeCursor(query, cursor, Place).id
  const userId = ctx.actor.kind === 'user' ? ctx.actor.userId : null

  const rows = await listEntries(sqlOver(ctx.pool), { ...query, userId, before, limit: limit + 1 })
  return toPage(query, rows, limit, ({ id }) => ({ id }), toEntryAnswer)
}

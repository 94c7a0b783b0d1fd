import { z } from 'zod'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { partyKeyOf } from '@/lib/receipt/party-key'
import type { Dimension } from './score'
import { listEntries } from './store'
import { toEntryAnswer } from './view'

const Place = z.object({ at: z.iso.datetime(), receiptId: z.string(), dimension: z.string(), fold: z.int() })

type Input = { did: string; dimension?: Dimension | undefined; limit: number; cursor?: string | undefined }

/** Every change of a party's numbers with what made it, the newest receipt first. Corrections stand beside what they correct. */
export async function listHistory(ctx: Ctx, { did, dimension = undefined, limit, cursor }: Input) {
  const query = { party: partyKeyOf(did), dimension: dimension ?? null }
  const before = cursor === undefined ? null : decodeCursor(query, cursor, Place)

  const rows = await listEntries(sqlOver(ctx.pool), { ...query, before, limit: limit + 1 })
  return toPage(
    query,
    rows,
    limit,
    ({ at, receiptId, dimension, fold }) => ({ at: at.toISOString(), receiptId, dimension, fold }),
    toEntryAnswer,
  )
}

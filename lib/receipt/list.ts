import { z } from 'zod'
import { findBatches } from '@/lib/anchor/find-batches'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { findJudging } from './attestation-list'
import type { ReceiptFilter } from './schemas'
import { listReceiptRows } from './store'
import { toAnswer } from './view'

const Place = z.object({ issuedAt: z.iso.datetime(), id: z.string() })

/** The caller's receipts and the public ones, newest first. What is shared by link is not listed. */
export async function listReceipts(ctx: Ctx, input: ReceiptFilter) {
  const { limit, cursor } = input
  const query = {
    userId: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
    party: input.party ?? null,
    kind: input.kind ?? null,
    status: input.status ?? null,
    mine: input.mine,
  }
  const before = cursor === undefined ? null : decodeCursor(query, cursor, Place)

  const rows = await listReceiptRows(sqlOver(ctx.pool), { ...query, before, limit: limit + 1 })
  const ids = rows.map(({ id }) => id)
  const [batches, judging] = await Promise.all([
    findBatches(ctx.db, 'receipt', ids),
    findJudging(sqlOver(ctx.pool), ids),
  ])
  return toPage(
    query,
    rows,
    limit,
    ({ issuedAt, id }) => ({ issuedAt: issuedAt.toISOString(), id }),
    ({ own, ...row }) =>
      toAnswer({ ...row, isClose: own }, batches.get(row.id) ?? null, env().ANCHOR_CHAIN, judging.get(row.id)),
  )
}

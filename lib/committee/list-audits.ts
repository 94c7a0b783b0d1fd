import { z } from 'zod'
import { type Ctx, requireUser } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { listSeatsOf } from './case-store'
import { listWallets } from './store'

const Position = z.object({ at: z.iso.datetime(), id: z.string() })

/** The seats of the caller's wallets in disputes, the newest first (`GET audits`). */
export async function listAudits(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const { userId } = requireUser(ctx)
  const sql = sqlOver(ctx.pool)
  const query = { list: 'audits', user: userId }
  const before = cursor ? decodeCursor(query, cursor, Position) : null
  const rows = await listSeatsOf(sql, await listWallets(sql, userId), before, limit + 1)
  return toPage(
    query,
    rows,
    limit,
    ({ seatedAt, caseId }) => ({ at: seatedAt.toISOString(), id: caseId }),
    (row) => ({
      case_id: row.caseId,
      challenge_id: row.challengeId,
      title: row.title,
      mode: row.mode,
      status: row.status,
      round: row.round,
      seat: row.seat,
      member: row.member,
      deadline_at: row.status === 'OPEN' ? row.deadlineAt : null,
      voted: row.outcome,
      voted_at: row.votedAt,
      opened_at: row.openedAt,
      seated_at: row.seatedAt,
    }),
  )
}

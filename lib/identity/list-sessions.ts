import { z } from 'zod'
import type { Ctx } from '@/lib/context'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { requireSession } from './require-session'
import { listLiveSessions, type SessionRow } from './session-store'

/** The caller's living sessions, newest first. */
export async function listSessions(ctx: Ctx, input: { limit: number; cursor?: string }) {
  const { userId, sessionId } = requireSession(ctx)
  const query = ['sessions', userId]
  const before = input.cursor === undefined ? undefined : decodeCursor(query, input.cursor, z.uuid())
  const rows = await listLiveSessions(ctx.db, userId, ctx.now, input.limit + 1, before)
  return toPage(
    query,
    rows,
    input.limit,
    ({ id }) => id,
    (row) => toAnswer(row, sessionId),
  )
}

function toAnswer(row: SessionRow, current: string) {
  return {
    id: row.id,
    kind: row.kind as 'BROWSER' | 'TOKEN',
    wallet_address: row.address,
    user_agent: row.userAgent,
    created_at: row.createdAt,
    last_used_at: row.lastUsedAt,
    expires_at: row.expiresAt,
    current: row.id === current,
  }
}

import type { Db } from '@/lib/db/transaction'
import type { SessionClaims } from '../session-cookie'

/** A session that lives, as the database knows it. */
export type LiveSession = SessionClaims & { chainId: number; name: string | null; expiresAt: Date }

/** Those of the sessions that still live, in the order given. */
export async function findLiveSessions(db: Db, sessions: readonly SessionClaims[], now: Date): Promise<LiveSession[]> {
  const rows = await db.session.findMany({
    where: {
      id: { in: sessions.map(({ sid }) => sid) },
      kind: 'BROWSER',
      revokedAt: null,
      expiresAt: { gt: now },
      user: { erasedAt: null },
    },
    select: { id: true, userId: true, address: true, chainId: true, expiresAt: true, user: { select: { name: true } } },
  })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return sessions.flatMap(({ sid, userId }) => {
    const row = byId.get(sid)
    if (!row || row.userId !== userId) return []
    const { address, chainId, expiresAt, user } = row
    return [{ sid, userId, address, chainId, expiresAt, name: user.name }]
  })
}

import type { Db } from '@/lib/db/transaction'

export type SessionRow = {
  id: string
  kind: string
  address: string
  chainId: number
  userAgent: string | null
  createdAt: Date
  lastUsedAt: Date
  expiresAt: Date
}

const live = (userId: string, now: Date) => ({ userId, revokedAt: null, expiresAt: { gt: now } })

export async function isSessionLive(db: Db, id: string, userId: string, now: Date): Promise<boolean> {
  return (await db.session.count({ where: { id, ...live(userId, now) } })) > 0
}

/** Newest first, `limit` at most, those made before `before`. */
export function listLiveSessions(
  db: Db,
  userId: string,
  now: Date,
  limit: number,
  before?: string,
): Promise<SessionRow[]> {
  return db.session.findMany({
    where: { ...live(userId, now), ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: 'desc' },
    take: limit,
    select: {
      id: true,
      kind: true,
      address: true,
      chainId: true,
      userAgent: true,
      createdAt: true,
      lastUsedAt: true,
      expiresAt: true,
    },
  })
}

/** False when the user has no such session, or it has ended. */
export async function revokeSession(db: Db, userId: string, id: string, now: Date): Promise<boolean> {
  const { count } = await db.session.updateMany({ where: { id, ...live(userId, now) }, data: { revokedAt: now } })
  return count > 0
}

/** Ends the user's sessions that `address` opened. */
export async function revokeSessionsWith(db: Db, userId: string, address: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { userId, address, revokedAt: null }, data: { revokedAt: now } })
}

/** Ends all of the user's sessions but one; how many lived. */
export async function revokeOtherSessions(db: Db, userId: string, kept: string, now: Date): Promise<number> {
  const { count } = await db.session.updateMany({
    where: { ...live(userId, now), id: { not: kept } },
    data: { revokedAt: now },
  })
  return count
}

/** Ends them all and forgets what the user's browsers call themselves. */
export async function eraseSessions(db: Db, userId: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } })
  await db.session.updateMany({ where: { userId }, data: { userAgent: null } })
}

import type { Db, Tx } from '@/lib/db/transaction'

export type NewKey = {
  id: string
  publicId: string
  organizationId: string
  userId: string
  name: string
  secretHash: string
  scopes: string[]
  quotas: Record<string, number> | undefined
  createdAt: Date
  expiresAt: Date | null
}

export const insertKey = (tx: Tx, key: NewKey) => tx.apiKey.create({ data: key })
export type KeyRow = Awaited<ReturnType<typeof insertKey>>

/** Keys that are not revoked; of one user when `userId` is given. Newest first. */
export function listKeysOf(
  db: Db,
  filter: { organizationId: string; userId?: string },
  limit: number,
  before?: string,
): Promise<KeyRow[]> {
  return db.apiKey.findMany({
    where: { ...filter, revokedAt: null, ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: 'desc' },
    take: limit,
  })
}

/** A key that is not revoked. */
export function findKey(db: Db, id: string): Promise<KeyRow | null> {
  return db.apiKey.findFirst({ where: { id, revokedAt: null } })
}

export function countKeysOf(db: Db, userId: string, organizationId: string): Promise<number> {
  return db.apiKey.count({ where: { userId, organizationId, revokedAt: null } })
}

/** Null when the key was revoked meanwhile. */
export async function saveSecret(tx: Tx, id: string, secretHash: string): Promise<KeyRow | null> {
  const [row] = await tx.apiKey.updateManyAndReturn({
    where: { id, revokedAt: null },
    data: { secretHash, lastUsedAt: null },
  })
  return row ?? null
}

/** False when the key was revoked before. */
export async function revokeKeyRow(db: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await db.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } })
  return count > 0
}

/** Revokes every key of a user, or those of one organization; how many there were. */
export async function revokeKeysOf(
  tx: Tx,
  filter: { userId: string; organizationId?: string },
  now: Date,
): Promise<number> {
  const { count } = await tx.apiKey.updateMany({ where: { ...filter, revokedAt: null }, data: { revokedAt: now } })
  return count
}

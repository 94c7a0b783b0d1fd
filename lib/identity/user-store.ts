import type { Db, Tx } from '@/lib/db/transaction'

/** A user with what hangs on them: linked wallets, the newest proof first, and memberships, the oldest first. */
export function findUser(db: Db, id: string) {
  return db.user.findUnique({
    where: { id },
    include: {
      wallets: { where: { unlinkedAt: null }, orderBy: [{ verifiedAt: 'desc' }, { id: 'desc' }] },
      memberships: { include: { organization: true }, orderBy: { createdAt: 'asc' } },
    },
  })
}
export type UserRow = NonNullable<Awaited<ReturnType<typeof findUser>>>

export async function saveName(db: Db, id: string, name: string | null): Promise<void> {
  await db.user.update({ where: { id }, data: { name } })
}

/** False when the user was erased before. */
export async function markErased(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.user.updateMany({ where: { id, erasedAt: null }, data: { name: null, erasedAt: now } })
  return count > 0
}

/** The addresses may be linked anew, by whoever proves them; the rows stay. */
export async function unlinkWallets(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx.wallet.updateMany({ where: { userId, unlinkedAt: null }, data: { unlinkedAt: now } })
}

/** The user's linked wallets, their rows locked: nothing is bound to one of them, or unlinked, meanwhile. */
export async function lockWalletsOf(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ address: string }[]>`
    SELECT address FROM wallets WHERE user_id = ${userId}::uuid AND unlinked_at IS NULL ORDER BY id FOR UPDATE`
  return rows.map(({ address }) => address)
}

/** The row stays: what it proved before is history. Its id; call it under the lock of `lockWalletsOf`. */
export async function markUnlinked(tx: Tx, userId: string, address: string, now: Date): Promise<string> {
  const { id } = await tx.wallet.findFirstOrThrow({
    where: { userId, address, unlinkedAt: null },
    select: { id: true },
  })
  await tx.wallet.update({ where: { id }, data: { unlinkedAt: now } })
  return id
}

/** The user who has linked `address`. */
export async function findUserByWallet(db: Db, address: string): Promise<string | null> {
  const wallet = await db.wallet.findFirst({ where: { address, unlinkedAt: null }, select: { userId: true } })
  return wallet?.userId ?? null
}

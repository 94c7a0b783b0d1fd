import type { PrismaClient } from '@/lib/db/generated/client'
import { inTransaction } from '@/lib/db/transaction'
import { auditAccount } from './audit-account'
import { revokeSession } from './session-store'

/** Ends a session its own browser leaves. Twice does no harm. */
export async function signOut(
  ctx: { db: PrismaClient; now: Date; requestId: string },
  { userId, sid }: { userId: string; sid: string },
): Promise<void> {
  const { db, now, requestId } = ctx
  await inTransaction({ db }, async (tx) => {
    if (!(await revokeSession(tx, userId, sid, now))) return
    const actor = { kind: 'user', userId, keyId: null } as const
    await auditAccount(tx, { actor, requestId, now }, { action: 'session.ended', target: `session:${sid}` })
  })
}

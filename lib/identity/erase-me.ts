import { eraseResponses } from '@/lib/challenge/erase-responses'
import { eraseCaseTexts } from '@/lib/committee/erase-cases'
import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { revokeKeysOf } from './api-key/store'
import { findOrphaned, leaveAll, lockOrganizationsOf } from './organization/store'
import { requireSession } from './require-session'
import { eraseSessions } from './session-store'
import { markErased, unlinkWallets } from './user-store'

/**
 * Erases the caller: name and browsers' names gone, wallets unlinked, sessions and keys dead, memberships ended, what
 * they answered, and wrote and showed in disputes gone. What was signed stays, as do hashes. E9007 while others would be
 * left in an organization without an owner.
 */
export async function eraseMe(ctx: Ctx): Promise<void> {
  const { userId } = requireSession(ctx)
  await inTransaction(ctx, async (tx) => {
    await lockOrganizationsOf(tx, userId)
    const orphaned = await findOrphaned(tx, userId)
    if (orphaned.length > 0) {
      throw new AppError('E9007', `You are the last owner of ${orphaned.join(', ')}. Name another owner there first.`)
    }

    // Wallets before sessions: a sign-in that was first has its session ended below, a later one finds no wallet.
    if (!(await markErased(tx, userId, ctx.now))) return
    await unlinkWallets(tx, userId, ctx.now)
    await eraseSessions(tx, userId, ctx.now)
    await revokeKeysOf(tx, { userId }, ctx.now)
    await leaveAll(tx, userId)
    await eraseCaseTexts(tx, userId)
    await eraseResponses(tx, userId)
  })
}

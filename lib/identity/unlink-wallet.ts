import { listChallengesOn } from '@/lib/challenge/list-challenges-on'
import type { Ctx } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { auditAccount } from './audit-account'
import { requireSession } from './require-session'
import { revokeSessionsWith } from './session-store'
import { lockWalletsOf, markUnlinked } from './user-store'

/** As many as a sentence can name. */
const NAMED = 3

/**
 * Takes a wallet off the caller's account. Sessions opened with it end, this one too when it was; receipts stay as they
 * are, and the address may start an account of its own. E9008 for a wallet that is not linked to the caller; E9004 (409)
 * for the last one, and for one that an open challenge rests on.
 */
export async function unlinkWallet(ctx: Ctx, input: { address: string }): Promise<void> {
  const actor = requireSession(ctx)
  const { userId } = actor
  await inTransaction(ctx, async (tx) => {
    // All of them: two at once would each find the other left.
    const linked = await lockWalletsOf(tx, userId)
    if (!linked.includes(input.address)) throw new AppError('E9008', 'You have no such wallet.')
    if (linked.length === 1) throw lastOne()
    await requireFree(tx, userId, input.address)

    const walletId = await markUnlinked(tx, userId, input.address, ctx.now)
    await revokeSessionsWith(tx, userId, input.address, ctx.now)
    await auditAccount(tx, { ...ctx, actor }, { action: 'wallet.unlinked', target: `wallet:${walletId}` })
  })
}

async function requireFree(tx: Tx, userId: string, address: string): Promise<void> {
  const challenges = await listChallengesOn(tx, userId, address, NAMED + 1)
  if (challenges.length === 0) return

  const named = challenges.slice(0, NAMED).map(({ id, title }) => `“${title}” (${id})`)
  const more = challenges.length > NAMED ? ' and others' : ''
  throw new AppError(
    'E9004',
    `Open challenges rest on this wallet: ${named.join(', ')}${more}. End them first, then unlink it.`,
    { status: 409, fields: challenges.map(({ id, title }) => ({ path: `challenges.${id}`, message: title })) },
  )
}

function lastOne(): AppError {
  return new AppError(
    'E9004',
    'This is your only wallet, and without one nobody could sign in here. Link another one first, or erase the account.',
    { status: 409 },
  )
}

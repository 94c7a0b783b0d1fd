import type { Challenge } from '@/lib/challenge/challenge'
import type { Party } from '@/lib/challenge/state'
import { loadChallenge } from '@/lib/challenge/store'
import { requireViewer } from '@/lib/challenge/viewer'
import { type Ctx, requireUser } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError, isAppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import type { CaseSeat, DisputeCase } from './case'
import { findCase, listSeats } from './case-store'
import { listWallets } from './store'

/** A case as somebody may see it, and what they are to it. */
export type SeenCase = {
  dispute: DisputeCase
  challenge: Challenge
  seats: CaseSeat[]
  role: Party | 'member'
  /** The seat's address, of a member. */
  member: Hex | null
}

/**
 * A dispute is between its parties and who sits in its present round: for everybody else there is none (E9008), or what
 * `refuse` says of one that there is.
 */
export async function requireCase(ctx: Ctx, id: string, refuse = noCase): Promise<SeenCase> {
  const { userId } = requireUser(ctx)
  const sql = sqlOver(ctx.pool)
  const dispute = await findCase(sql, id)
  if (!dispute) throw noCase()

  const [challenge, seats] = await Promise.all([loadChallenge(ctx.db, dispute.challengeId), listSeats(sql, dispute)])
  const role = await partyRole(ctx, challenge)
  if (role && isShownTo(role, dispute)) return { dispute, challenge, seats, role, member: null }

  const wallets = await listWallets(sql, userId)
  const seat = seats.find(({ round, member }) => round === dispute.round && wallets.includes(member))
  if (!seat) throw refuse()
  return { dispute, challenge, seats, role: 'member', member: seat.member }
}

/** What one side has only written down is theirs until the dispute is opened. */
function isShownTo(role: Party, { openedAt, openerRole }: DisputeCase): boolean {
  return openedAt !== null || role === openerRole
}

export function noCase(): AppError {
  return new AppError('E9008', 'There is no such dispute, or it is not yours to see.')
}

async function partyRole(ctx: Ctx, challenge: Challenge): Promise<Party | null> {
  try {
    const { role } = await requireViewer(ctx, ctx.db, challenge)
    return role === 'creator' || role === 'counterparty' ? role : null
  } catch (error) {
    if (isAppError(error)) return null
    throw error
  }
}

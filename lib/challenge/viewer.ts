import type { Ctx } from '@/lib/context'
import type { Db } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import type { Challenge } from './challenge'
import { type Invite, inviteKey, readInvite } from './invite'
import type { Role } from './state'
import { listAddresses, notFound } from './store'

/** Who looks at a challenge: what they are to it, and the wallets that make them so. */
export type Viewer = {
  role: Role
  userId: string | null
  addresses: string[]
  /** They hold the invite of the current revision. */
  invited: boolean
}

/**
 * What the caller is to `challenge` (domain §3, "Who sees what"). Throws E3010 when they may not know it exists, and
 * E3016 when they come with the invite of an old revision.
 */
export async function requireViewer(ctx: Ctx, db: Db, challenge: Challenge, invite?: string): Promise<Viewer> {
  const userId = ctx.actor.kind === 'user' ? ctx.actor.userId : null
  const addresses = userId ? await listAddresses(db, userId) : []
  const held = invite ? readInvite(inviteKey(), invite) : null
  const invited = isInviteOf(held, challenge)

  const role = roleOf(challenge, { userId, addresses, invited })
  if (!canSee(challenge, role, invited)) throw notFound()
  if (held?.challengeId === challenge.id && held.revision !== challenge.revision && role === 'stranger')
    throw oldInvite(held, challenge)
  return { role, userId, addresses, invited }
}

/**
 * Pure: creator and counterparty by user, or by wallet before it was accepted; whoever holds the invite of an open one;
 * the moderator by the wallet both named.
 */
export function roleOf(
  challenge: Challenge,
  who: { userId: string | null; addresses: string[]; invited: boolean },
): Role {
  const { counterparty } = challenge
  if (who.userId === challenge.creator.userId) return 'creator'
  if (who.userId && counterparty?.userId === who.userId) return 'counterparty'
  if (counterparty && !counterparty.userId && challenge.sentAt && who.addresses.includes(counterparty.address))
    return 'counterparty'
  if (who.invited && !counterparty) return 'invited'
  const { moderator } = challenge.resolution
  return moderator && challenge.sentAt && who.addresses.includes(moderator) ? 'moderator' : 'stranger'
}

/** Pure: a draft is its creator's alone; after that the visibility decides for third parties. */
export function canSee(challenge: Challenge, role: Role, invited: boolean): boolean {
  if (role !== 'stranger') return true
  const wasSigned = challenge.sentAt !== null || challenge.finalHash !== null
  if (!wasSigned) return false
  return challenge.visibility !== 'parties' || invited
}

function isInviteOf(held: Invite | null, challenge: Challenge): boolean {
  return held?.challengeId === challenge.id && held.revision === challenge.revision && challenge.sentAt !== null
}

export function oldInvite(held: Invite, challenge: Challenge): AppError {
  return new AppError(
    'E3016',
    `This invite is for revision ${held.revision}; the terms have changed since (revision ${challenge.revision}). Ask for the new link.`,
  )
}

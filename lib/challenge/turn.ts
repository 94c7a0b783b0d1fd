import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/transaction'
import { publish } from '@/lib/event/publish'
import { type Challenge, factsOf, isBonded } from './challenge'
import { allowedActions, isTerminal } from './state'
import { findPersonalOrganization, findUserOf } from './store'
import { toOfferAnswer, verificationOf } from './view'
import { type Ask, type Asked, type Seen, whatWaits } from './waits-for'

type Asking = { role: Seat; asked: Asked }
type Seat = 'creator' | 'counterparty' | 'moderator'
const SEATS: readonly Seat[] = ['creator', 'counterparty', 'moderator']

/**
 * Pure: of whom something is asked now that was not asked of them before. Who is asked the same again, or signs once more
 * what they had on the table, is not told twice; nor of a draft of their own.
 */
export function newTurns(before: Challenge, after: Challenge, now: Date): Asking[] {
  if (isTerminal(after.status) || after.status === 'DRAFT') return []
  return SEATS.flatMap((role) => {
    const [was, is] = [askOf(before, role, now), askOf(after, role, now)]
    if (!is || (before.revision === after.revision && keyOf(was) === keyOf(is))) return []
    return [{ role, asked: is.action }]
  })
}

/** Tells the organization whose turn it became, as part of the caller's transaction. `data` is what it may know. */
export async function announceTurns(
  tx: Tx,
  ctx: Ctx,
  before: Challenge,
  after: Challenge,
  dataFor: (organizationId: string) => object,
): Promise<void> {
  for (const { role, asked } of newTurns(before, after, ctx.now)) {
    const organizationId = await organizationOf(tx, after, role)
    if (!organizationId) continue
    // One fact each: both may be in one organization, and it is told of both.
    await publish(tx, {
      type: 'challenge.turn',
      subject: after.id,
      requestId: ctx.requestId,
      now: ctx.now,
      organizations: [{ organizationId, data: { ...dataFor(organizationId), role, asked } }],
    })
  }
}

/** The organization a party acts in; of a wallet somebody named, its owner's own, if it is known here. */
export async function organizationOf(tx: Tx, challenge: Challenge, role: Seat): Promise<string | null> {
  if (role === 'creator') return challenge.organizationId
  if (!challenge.sentAt) return null

  const { counterparty, resolution } = challenge
  if (role === 'counterparty' && counterparty?.organizationId) return counterparty.organizationId
  const address = role === 'moderator' ? resolution.moderator : counterparty?.address
  const known = role === 'counterparty' ? counterparty?.userId : null
  const userId = known ?? (address ? await findUserOf(tx, address) : null)
  return userId && findPersonalOrganization(tx, userId)
}

/** With bonds the lock is a moment: what comes after it begins in the same transaction, and asks what there is to ask. */
function askOf(challenge: Challenge, role: Seat, now: Date): Ask | null {
  if (isBonded(challenge) && challenge.status === 'INTENT_LOCKED') return null
  if (role === 'moderator' && !challenge.resolution.moderator) return null
  return whatWaits(seenBy(challenge, role, now), now)
}

function seenBy(challenge: Challenge, role: Seat, now: Date): Seen {
  return {
    status: challenge.status,
    your_role: role,
    actions: allowedActions(factsOf(challenge), role, now),
    offers: challenge.offers.map(toOfferAnswer),
    verification: {
      creator: verificationOf(challenge, 'creator'),
      counterparty: verificationOf(challenge, 'counterparty'),
    },
  }
}

function keyOf(ask: Ask | null): string {
  return ask ? `${ask.action}:${ask.theirs ? 'answer' : ''}` : ''
}

import { addSeconds } from '@/lib/clock'
import { type Ctx, requireUser } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { ZERO_HASH } from '@/lib/proof/hash'
import { type SettleMessage, settleTitle, type VoteMessage } from '@/lib/proof/typed-data'
import { splitOf } from '@/lib/stake/payouts'
import { findOpenSeat } from './chain-store'
import { type Challenge, heldOf, nonceOf, type Signer } from './challenge'
import { requireLater } from './require-later'
import { handOut } from './signing'
import type { Outcome } from './state'
import { listAddresses } from './store'
import { requireViewer } from './viewer'

/** Who is asked to sign: a wallet, the chain it was proven on, and whose it is. */
type Wallet = { address: string; chainId: number; userId: string }

/** An offer is valid at most this long (domain §3, "Outcome"). */
const OFFER_TTL_SECONDS = 24 * 60 * 60

type Settlement = { action: 'confirm' | 'cancel' | 'moderate'; role: Signer; signer: Wallet; outcome: Outcome }

/** The Settle that ends a challenge as `outcome`: by both parties the same, or by the moderator alone. */
export function settlementText(ctx: Ctx, challenge: Challenge, { action, role, signer, outcome }: Settlement) {
  const message = settleMessage(ctx, challenge, role, { outcome, toCreator: '0', toCounterparty: '0' })
  return handOut(ctx, { challenge, revision: challenge.revision, action, signer, primaryType: 'Settle', message })
}

/** The Settle the named moderator signs. */
export function moderateText(ctx: Ctx, challenge: Challenge, ask: { signer: Wallet; outcome: Outcome }) {
  return settlementText(ctx, challenge, { ...ask, action: 'moderate', role: 'moderator' })
}

/** The Settle that divides everything held, with the exact amount for each. Throws E9004 without a share. */
export function splitText(
  ctx: Ctx,
  challenge: Challenge,
  ask: { role: Signer; signer: Wallet; creatorBps: number | undefined },
) {
  const { role, signer, creatorBps } = ask
  if (creatorBps === undefined) {
    throw new AppError('E9004', 'Say the creator’s share: creator_bps=5000 is half of everything held.', {
      fields: [{ path: 'creator_bps', message: 'required' }],
    })
  }
  const amounts = splitOf(heldOf(challenge), creatorBps)
  const message = settleMessage(ctx, challenge, role, {
    outcome: 'SPLIT',
    toCreator: amounts.toCreator.toString(),
    toCounterparty: amounts.toCounterparty.toString(),
  })
  return handOut(ctx, {
    challenge,
    revision: challenge.revision,
    action: 'split',
    signer,
    primaryType: 'Settle',
    message,
  })
}

/**
 * The Vote of a seated member of the panel. They are no party to the challenge and may not even see it: their seat is what
 * lets them ask. Without one it throws E7002, and E3010 where they may not know of the challenge.
 */
export async function voteText(ctx: Ctx, challenge: Challenge, ask: { outcome: Outcome }) {
  const { userId } = requireUser(ctx)
  const seat = await findOpenSeat(ctx.db, challenge.id, await listAddresses(ctx.db, userId))
  if (!seat) {
    await requireViewer(ctx, ctx.db, challenge)
    throw new AppError('E7002', 'You do not sit on the panel of an open dispute here.')
  }

  const message: VoteMessage = {
    title: `Countersign: vote for ${ask.outcome}`,
    deal: challenge.dealId ?? seat.caseId,
    final: challenge.finalHash ?? ZERO_HASH,
    round: seat.round,
    outcome: ask.outcome,
  }
  const signer = { address: seat.member, chainId: seat.chainId, userId }
  return handOut(ctx, { challenge, revision: challenge.revision, action: 'vote', signer, primaryType: 'Vote', message })
}

/** More time for the present status. Throws E9004 without a time, E3004 and E5013 for one that cannot be. */
export function extensionText(ctx: Ctx, challenge: Challenge, ask: { signer: Wallet; until: Date | undefined }) {
  const { signer, until } = ask
  if (!until)
    throw new AppError('E9004', 'Say until when: until=2026-12-31T12:00:00Z.', {
      fields: [{ path: 'until', message: 'required' }],
    })
  requireLater(challenge, until, ctx.now)
  const message = {
    title: 'Countersign: more time',
    challenge: challenge.id,
    final: challenge.finalHash ?? ZERO_HASH,
    status: challenge.status,
    until: Math.floor(until.getTime() / 1000).toString(),
  }
  return handOut(ctx, {
    challenge,
    revision: challenge.revision,
    action: 'extend',
    signer,
    primaryType: 'Extend',
    message,
  })
}

type Ending = Pick<SettleMessage, 'outcome' | 'toCreator' | 'toCounterparty'>

function settleMessage(ctx: Ctx, challenge: Challenge, role: Signer, ending: Ending): SettleMessage {
  return {
    title: settleTitle(ending.outcome),
    challenge: challenge.id,
    deal: challenge.dealId ?? ZERO_HASH,
    final: challenge.finalHash ?? ZERO_HASH,
    ...ending,
    nonce: nonceOf(challenge, role).toString(),
    validUntil: Math.floor(addSeconds(toMinute(ctx.now), OFFER_TTL_SECONDS).getTime() / 1000).toString(),
  }
}

/** Times that count from now begin with the minute, so that asking again within it gives the same text. */
function toMinute(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000)
}

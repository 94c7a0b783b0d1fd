import type { Ctx, SystemActor } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { Challenge } from './challenge'
import { factsOf } from './challenge'
import { saveChange } from './change'
import { finishChallenge } from './finish'
import { requireMove } from './require-move'
import { isLocked, type Party, statusAfter } from './state'
import { lockChallenge } from './store'

const SIDES: readonly Party[] = ['creator', 'counterparty']

/**
 * Ends a challenge whose deadline has passed, as its status says. Accepted terms with a side that stayed silent leave a
 * receipt that says so (domain §5); nobody who never accepted is named in one. Harmless when it is not due (any more).
 */
export async function expireChallenge(ctx: Ctx<SystemActor>, input: { id: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    if (!before.deadlineAt || before.deadlineAt > ctx.now) return
    await endByClock(tx, ctx, before)
  })
}

async function endByClock(tx: Tx, ctx: Ctx, before: Challenge): Promise<void> {
  const move = requireMove(before, 'expire', 'desk', ctx.now)
  const to = statusAfter(factsOf(before), move)
  const silent =
    before.status === 'INTENT_LOCKED' && before.finalHash ? SIDES.filter((side) => !hasSigned(before, side)) : []
  const change = {
    action: 'expire',
    actor: 'desk',
    to,
    set: {
      reason: { code: 'DEADLINE', text: `The deadline of ${before.status} passed.` },
      ...(isLocked(before.status) ? { outcome: 'NO_CONTEST' as const } : {}),
    },
    data: { code: 'DEADLINE', deadline: before.deadlineAt?.toISOString(), ...(silent.length > 0 ? { silent } : {}) },
    event: to === 'CANCELLED' ? ('challenge.cancelled' as const) : ('challenge.expired' as const),
  }
  if (silent.length === 0) {
    await saveChange(tx, ctx, before, change)
    return
  }
  await finishChallenge(tx, ctx, before, change, {
    outcome: 'NO_CONTEST',
    quorum: { kind: 'clock', k: 0, m: 0 },
    signatures: [],
  })
}

function hasSigned(challenge: Challenge, side: Party): boolean {
  return challenge.offers.some((offer) => offer.role === side && offer.primaryType === 'Settle')
}

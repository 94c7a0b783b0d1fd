import type { Ctx, SystemActor } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { wasNeverOpened } from '@/lib/stake/was-never-opened'
import { type Challenge, factsOf, hasDeposited } from './challenge'
import { type Change, saveChange } from './change'
import { finishChallenge } from './finish'
import { pastDeadline } from './reasons'
import { silentSides } from './silent-sides'
import { findMove, isLocked, type Status, statusAfter } from './state'
import { loadChallenge, lockChallenge } from './store'

/**
 * Ends a challenge whose deadline has passed, as its status says. Accepted terms with a side that stayed silent leave a
 * receipt that says so (domain §5); nobody who never accepted is named in one. What the escrow holds, or may still be
 * given, is the chain's to end: then nothing changes here. Harmless when it is not due (any more).
 */
export async function expireChallenge(ctx: Ctx<SystemActor>, input: { id: string }): Promise<void> {
  const seen = await loadChallenge(ctx.db, input.id)
  if (!isDue(seen, ctx.now) || (seen.onChain && !(await wasNeverOpened(seen.onChain)))) return

  await inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    if (isDue(before, ctx.now)) await endByClock(tx, ctx, before)
  })
}

/** With a deal nobody has opened, the contract's own time to join must be over too: until then both may still deposit. */
function isDue({ deadlineAt, onChain }: Challenge, now: Date): boolean {
  if (!deadlineAt || deadlineAt > now) return false
  return onChain === null || (onChain.seen === 'NONE' && onChain.joinBy < now)
}

async function endByClock(tx: Tx, ctx: Ctx, before: Challenge): Promise<void> {
  const facts = factsOf(before)
  const move = findMove(facts, 'expire', 'desk', ctx.now)
  if (!move) return

  const to = statusAfter(facts, move)
  const silent = silentSides(before, { deposited: (side) => hasDeposited(before, side), responded: () => false })
  const change: Change = {
    action: 'expire',
    actor: 'desk',
    to,
    set: {
      reason: pastDeadline(before.status),
      ...(isLocked(before.status) ? { outcome: 'NO_CONTEST' as const } : {}),
    },
    data: { code: 'DEADLINE', deadline: before.deadlineAt?.toISOString(), ...(silent.length > 0 ? { silent } : {}) },
    event: eventOf(to),
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

function eventOf(to: Status): Change['event'] {
  return to === 'CANCELLED' ? 'challenge.cancelled' : 'challenge.expired'
}

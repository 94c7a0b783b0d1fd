import { dropUnmined, revertSent } from '@/lib/chain/send/sent-store'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { Hex } from '@/lib/proof/hash'
import { type DealRow, findDeal } from '../store'
import { effectOf } from './call-effect'
import { enqueueSend } from './enqueue-send'
import { findLanded, subjectOf } from './find-landed'
import type { KeeperChain } from './keeper-chain'
import { configuredKeeping } from './keeping'
import { type PlannedCall, planKeeperCalls } from './plan-calls'
import { readFacts } from './read-facts'
import { endCall, isUnderWay, type KeeperCall, listUnderWay, lockCalls, postpone, upsertCall } from './store'

/** A call that is no longer planned and whose effect is not confirmed yet: the log that confirms it brings the next look. */
const UNTIL_CONFIRMED_SECONDS = 300

/**
 * Looks what could be called for a deal now and notes it as an intent, together with the job that sends it; what the chain
 * shows as done is done, what nobody needs is dropped (domain §4). Run it as often as you like, by as many workers.
 */
export async function keepDeal(ctx: Ctx, dealId: string, keepingOf = configuredKeeping): Promise<void> {
  const row = await findDeal(sqlOver(ctx.pool), { dealId })
  if (!row) return

  const { chain } = keepingOf(row.chainId)
  const planned = planKeeperCalls(await readFacts(ctx, row, chain))
  const keys = new Set(planned.map(({ key }) => key))
  await noteLanded(ctx, row, keys, chain)

  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    const calls = await lockCalls(tx, row.id)
    for (const call of planned) await intend(tx, ctx, row, call, calls)
    for (const call of calls) {
      if (isUnderWay(call) && !keys.has(call.key)) await conclude(tx, ctx, row, call)
    }
  })
}

async function intend(tx: Tx, ctx: Ctx, row: DealRow, call: PlannedCall, calls: readonly KeeperCall[]): Promise<void> {
  const before = calls.find(({ key }) => key === call.key)
  const id = await upsertCall(tx, { chainId: row.chainId, deal: row.id }, call, ctx.now)
  // The chain took back what it had done: the bytes that did it can be sent again.
  if (before?.state === 'DONE') await revertSent(tx, subjectOf(id), ctx.now)
  if (!before || !isUnderWay(before)) await enqueueSend(tx, id)
}

/** Which of our transactions did what is not planned any more: its nonce is used, those of others become free. */
async function noteLanded(ctx: Ctx, row: DealRow, planned: ReadonlySet<string>, chain: KeeperChain): Promise<void> {
  for (const call of await listUnderWay(sqlOver(ctx.pool), row.id)) {
    if (!planned.has(call.key)) await findLanded(ctx, call, chain)
  }
}

/** It is not planned any more: done by it or by anybody, or overtaken. */
async function conclude(tx: Tx, ctx: Ctx, row: DealRow, call: KeeperCall): Promise<void> {
  const mirror = await findDeal(tx, { dealId: row.id as Hex })
  const effect = effectOf(call, mirror ?? row)
  if (effect === 'OPEN') {
    return postpone(tx, call.id, { runAfter: addSeconds(ctx.now, UNTIL_CONFIRMED_SECONDS), now: ctx.now })
  }
  await endCall(tx, call.id, effect, ctx.now)
  await dropUnmined(tx, subjectOf(call.id), ctx.now)
}

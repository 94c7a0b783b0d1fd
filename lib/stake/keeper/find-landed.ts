import { dropSent, listOfSubject, type Subject, settleSent } from '@/lib/chain/send/sent-store'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import type { KeeperChain } from './keeper-chain'

/** Under which the transactions of a call are kept. */
export function subjectOf(callId: string): Subject {
  return { purpose: 'call', id: callId }
}

/**
 * What became of a call's transactions, noted beside them: one that did it, or one that was reverted in its block. Null
 * while none is in a block.
 */
export async function findLanded(
  ctx: Ctx,
  call: { id: string },
  chain: Pick<KeeperChain, 'endOf'>,
): Promise<'success' | 'reverted' | null> {
  const sql = sqlOver(ctx.pool)
  const subject = subjectOf(call.id)
  let reverted = false
  for (const { id, hash, live } of await listOfSubject(sql, subject)) {
    const end = live ? await chain.endOf(hash) : null
    if (end === 'success') {
      await settleSent(sql, subject, hash, ctx.now)
      return 'success'
    }
    if (end === 'reverted') {
      await dropSent(sql, subject, { id }, ctx.now)
      reverted = true
    }
  }
  return reverted ? 'reverted' : null
}

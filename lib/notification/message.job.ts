import { z } from 'zod'
import { addSeconds } from '@/lib/clock'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { enqueue } from '@/lib/queue/enqueue'
import { task } from '@/lib/queue/task'
import { type Channel, wayOf } from './channel'
import { findMessage, recordTry } from './message-store'
import { postMail } from './post-mail'
import { postText } from './post-text'
import { openMessage, type Sealed } from './queue-message'
import { toMail, toShortText } from './to-mail'
import type { VendorAnswer } from './vendor-answer'

/** So long after each try that failed comes the next; after the last there is none. */
export const WAITS_SECONDS: readonly number[] = [10, 30, 120, 600, 3_600, 14_400]

/** Prepare, hand it to the vendor, note what came of it. Killed in between, it is handed over again under the same key. */
export const sendMessage = task('send-message', z.object({ id: z.uuid() }), async (ctx, { id }) => {
  const message = await findMessage(sqlOver(ctx.pool), id)
  const content = message && openMessage(message)
  if (message?.status !== 'PENDING' || !content) return

  const isLate = content.expiresAt !== undefined && new Date(content.expiresAt) <= ctx.now
  const next = isLate
    ? { status: 'FAILED' as const, reason: 'It came too late.' }
    : afterTry(await post(message.channel, content, id), message.attempts)

  await inTransaction(ctx, async (tx) => {
    const { status, reason } = next
    if (!(await recordTry(tx, { id, attempts: message.attempts, status, reason }, ctx.now))) return
    if (!('waitSeconds' in next)) return
    await enqueue(
      tx,
      'send-message',
      { id },
      { runAt: addSeconds(ctx.now, next.waitSeconds), key: `send-message:${id}` },
    )
  })
})

async function post(channel: Channel, { to, letter }: Sealed, id: string): Promise<VendorAnswer> {
  if (wayOf(channel) !== 'sent')
    return { kind: 'failed', reason: 'This desk has no key to send it with.', durationMs: 0 }
  return channel === 'EMAIL' ? postMail(to, toMail(letter), id) : postText(to, toShortText(letter))
}

type Next =
  | { status: 'SENT'; reason: null }
  | { status: 'FAILED'; reason: string }
  | { status: 'PENDING'; reason: string; waitSeconds: number }

const AGAIN = new Set([408, 409, 425, 429])
const MOST_WAIT_SECONDS = 3_600

/** Pure: what a vendor's answer makes of a message that had failed `failures` times before. */
export function afterTry(answer: VendorAnswer, failures: number): Next {
  if (answer.kind === 'void') return { status: 'FAILED', reason: answer.reason }
  if (answer.kind === 'answered' && answer.status < 300) return { status: 'SENT', reason: null }

  const isFinal = answer.kind === 'answered' && answer.status < 500 && !AGAIN.has(answer.status)
  const reason = answer.kind === 'answered' ? `The service answered ${answer.status} (${answer.text}).` : answer.reason
  const wait = WAITS_SECONDS[failures]
  if (isFinal || wait === undefined) return { status: 'FAILED', reason }

  const asked = answer.kind === 'answered' ? (answer.retryAfterSeconds ?? 0) : 0
  return { status: 'PENDING', reason, waitSeconds: Math.max(wait, Math.min(asked, MOST_WAIT_SECONDS)) }
}

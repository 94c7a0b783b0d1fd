import { millisecondsAhead } from '@/lib/clock'
import type { Answer, DeliveredEvent, PushEndpoint, Sender } from '@/lib/delivery/types'
import { deskGuard, findTarget, type Guard } from '@/lib/outbound/check-url'
import { postTo } from '@/lib/outbound/post'
import { remembering } from '@/lib/outbound/remember'
import { readRetryAfter } from '@/lib/outbound/retry-after'
import { singleton } from '@/lib/singleton'
import { toBody } from './body'
import { openSecrets } from './secret'
import { signedHeaders } from './sign'

const TIMEOUT_MS = 15_000
/** Looking a name up takes a part of the whole time. */
const NAMES_HOLD_MS = 5_000

/** Sends one event to one webhook, once: checked, signed, posted. */
export const sendWebhook: Sender = (to, event, now) => sendGuarded(workerGuard(), to, event, now)

/** As `sendWebhook`, by a guard of one's own. */
export async function sendGuarded(guard: Guard, to: PushEndpoint, event: DeliveredEvent, now: Date): Promise<Answer> {
  const begun = performance.now()
  const passed = () => Math.round(performance.now() - begun)

  const found = await findTarget(to.url ?? '', guard)
  if (found.kind === 'unsafe') return { kind: 'refused', reason: found.reason }
  if (found.kind === 'unknown') {
    return { kind: 'failed', reason: `NAME_NOT_FOUND: ${found.reason}`, durationMs: passed() }
  }

  const secrets = readSecrets(to, now)
  if (secrets.length === 0)
    return { kind: 'failed', reason: 'SENDER_FAILED: Its secret cannot be opened here.', durationMs: passed() }
  const sentAt = wallTime(now)
  const body = toBody(event)
  const headers = { ...HEADERS, ...signedHeaders(event.id, sentAt, body, secrets) }
  const timeoutMs = TIMEOUT_MS - passed()
  const posted = await postTo(found.target, { headers, body: Buffer.from(body), timeoutMs })
  if (posted.kind === 'failed') return { ...posted, durationMs: passed() }

  const { status, text, retryAfter } = posted
  return { kind: 'answered', status, text, durationMs: passed(), retryAfterSeconds: readRetryAfter(retryAfter, sentAt) }
}

/** None when they were sealed under another key than this desk has. */
function readSecrets(to: PushEndpoint, now: Date): string[] {
  try {
    return openSecrets(to, now)
  } catch {
    return []
  }
}

const HEADERS = { 'content-type': 'application/json', 'user-agent': 'countersign-webhooks/1' }

/** The receiver compares the time with its own clock, so it gets the world's, not that of a desk under test. */
function wallTime(now: Date): Date {
  return new Date(now.getTime() - millisecondsAhead())
}

function workerGuard(): Guard {
  return singleton('webhook-guard', () => {
    const guard = deskGuard()
    return { ...guard, resolve: remembering(guard.resolve, NAMES_HOLD_MS) }
  })
}

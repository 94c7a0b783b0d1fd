import { Webhook } from 'standardwebhooks'
import { reasonOf } from './follow-events.mjs'

/** What a desk waits for a webhook, too. */
const TIMEOUT_MS = 15_000

/**
 * Posts an event as a desk does: the same body, and the headers of Standard Webhooks.
 *
 * @param {{ url: string, secret: string, event: any, signal: AbortSignal }} options
 * @returns {Promise<{ status: number, ms: number } | { reason: string, ms: number, isAway: boolean }>} isAway: nobody is there
 */
export async function forwardEvent({ url, secret, event, signal }) {
  const { id, type, created_at: timestamp, ...rest } = event
  const body = JSON.stringify({ id, type, timestamp, ...rest, created_at: timestamp })
  const now = new Date()
  const begun = performance.now()
  const passed = () => Math.round(performance.now() - begun)

  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'countersign-listen/1',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, now, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    await response.body?.cancel()
    return { status: response.status, ms: passed() }
  } catch (error) {
    const reason = reasonOf(error)
    return { reason, ms: passed(), isAway: AWAY.has(reason) }
  }
}

const AWAY = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'])

import { performance } from 'node:perf_hooks'
import { env } from '@/lib/env'
import { refused, taken, VENDOR_TIMEOUT_MS, type VendorAnswer } from './vendor-answer'

/** Whoever answered STOP is not written to, by Twilio's own rule. */
const STOPPED = 21_610

/**
 * Hands a text message to Twilio. It knows no keys: a crash between its answer and our note of it sends a second one. Never
 * throws. `void` when the number has answered STOP.
 */
export async function postText(to: string, text: string): Promise<VendorAnswer> {
  const start = performance.now()
  const took = () => Math.round(performance.now() - start)
  try {
    const client = await openTwilio()
    await client.messages.create({ to, from: env().TWILIO_FROM_NUMBER ?? '', body: text })
    return taken(took())
  } catch (error) {
    const { status, code } = error as { status?: unknown; code?: unknown }
    if (code === STOPPED) return { kind: 'void', reason: 'The number answered STOP.' }
    if (typeof status !== 'number') {
      return { kind: 'failed', reason: 'The text message service does not answer.', durationMs: took() }
    }
    return refused({ status, code: String(code ?? 'unknown'), durationMs: took() })
  }
}

async function openTwilio() {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_BASE_URL } = env()
  const { default: twilio } = await import('twilio')
  const httpClient = new twilio.RequestClient({ timeout: VENDOR_TIMEOUT_MS })
  if (TWILIO_BASE_URL) sendTo(httpClient, TWILIO_BASE_URL)
  return twilio(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, { httpClient })
}

type Requests = { request(options: { uri: string }): unknown }

/** The SDK knows one address only. */
function sendTo(client: object, baseUrl: string): void {
  const requests = client as Requests
  const send = requests.request.bind(client)
  requests.request = (options) => {
    const { pathname, search } = new URL(options.uri)
    return send({ ...options, uri: `${baseUrl.replace(/\/$/, '')}${pathname}${search}` })
  }
}

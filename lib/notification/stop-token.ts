import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'
import type { Stop } from './letter'

/** What a stop link ends: what one endpoint is told, or all mail to an address nobody here knows (as its keyed hash). */
export type Stoppable = { kind: 'endpoint'; id: string } | { kind: 'address'; hash: string }

const MAC_BYTES = 16
const ID_BYTES = 16
const HASH_BYTES = 32

/** kind and id (16 or 32 bytes) ‖ HMAC (16), base64url. It works without signing in, for as long as the endpoint is there. */
export function makeStopToken(what: Stoppable): string {
  const body =
    what.kind === 'endpoint' ? Buffer.from(what.id.replaceAll('-', ''), 'hex') : Buffer.from(what.hash, 'hex')
  return Buffer.concat([body, macOf(body)]).toString('base64url')
}

/** What a token ends, or null when we did not make it. */
export function readStopToken(token: string): Stoppable | null {
  const bytes = Buffer.from(token, 'base64url')
  const body = bytes.subarray(0, -MAC_BYTES)
  if (![ID_BYTES, HASH_BYTES].includes(body.length) || bytes.toString('base64url') !== token) return null
  if (!timingSafeEqual(macOf(body), bytes.subarray(-MAC_BYTES))) return null

  const digits = body.toString('hex')
  if (body.length === HASH_BYTES) return { kind: 'address', hash: digits }
  return {
    kind: 'endpoint',
    id: [0, 8, 12, 16, 20].map((from, i, all) => digits.slice(from, all[i + 1] ?? 32)).join('-'),
  }
}

/** The page that asks first, and the address that does it at once when posted to. */
export function stopLinks(what: Stoppable): Stop {
  const token = makeStopToken(what)
  const { APP_URL } = env()
  return { page: `${APP_URL}/unsubscribe/${token}`, oneClick: `${APP_URL}/api/v1/notifications/unsubscribe/${token}` }
}

/** What is kept of an address that is not to be written to: enough to know it again. */
export function hashAddress(address: string): string {
  return keyed('countersign.stopped-address/1', Buffer.from(address.trim().toLowerCase(), 'utf8')).toString('hex')
}

function macOf(body: Buffer): Buffer {
  return keyed('countersign.stop/1', body).subarray(0, MAC_BYTES)
}

function keyed(purpose: string, bytes: Buffer): Buffer {
  const key = createHmac('sha256', env().AUTH_SECRET).update(purpose).digest()
  return createHmac('sha256', key).update(bytes).digest()
}

import { performance } from 'node:perf_hooks'
import { env } from '@/lib/env'
import type { Mail } from './to-mail'
import { refused, taken, VENDOR_TIMEOUT_MS, type VendorAnswer } from './vendor-answer'

/**
 * Hands a mail to Resend, once for each `key`: a repeat after a crash is recognized there for a day. Never throws.
 */
export async function postMail(to: string, { subject, text, html, headers }: Mail, key: string): Promise<VendorAnswer> {
  const { RESEND_API_KEY, RESEND_BASE_URL, MAIL_FROM } = env()
  const { Resend } = await import('resend')
  const resend = new Resend(RESEND_API_KEY, RESEND_BASE_URL ? { baseUrl: RESEND_BASE_URL.replace(/\/$/, '') } : {})
  const start = performance.now()

  const { error, headers: answered } = await resend.emails.send(
    { from: MAIL_FROM, to, subject, text, html, headers },
    { idempotencyKey: key, signal: AbortSignal.timeout(VENDOR_TIMEOUT_MS) },
  )
  const durationMs = Math.round(performance.now() - start)
  // The same key with other words: it was sent, and what it is about changed before that could be noted.
  if (!error || error.name === 'invalid_idempotent_request') return taken(durationMs)
  if (error.statusCode === null) return { kind: 'failed', reason: 'The mail service does not answer.', durationMs }
  return refused({ status: error.statusCode, code: error.name, durationMs, retryAfter: answered?.['retry-after'] })
}

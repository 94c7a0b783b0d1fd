import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'

export const CODE_SECONDS = 15 * 60
export const CODE_TRIES = 5

/** Six digits. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** What is kept of a code. Keyed, since six digits are soon tried through. */
export function hashCode(contactId: string, code: string): string {
  return createHmac('sha256', env().AUTH_SECRET).update(`countersign.contact-code/1:${contactId}:${code}`).digest('hex')
}

export function isCode(contactId: string, code: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashCode(contactId, code)), Buffer.from(hash))
}

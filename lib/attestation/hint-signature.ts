import { createHmac, timingSafeEqual } from 'node:crypto'

/** A call is taken for so long before and after its time. */
export const HINT_WINDOW_SECONDS = 300

export type SignedHint = { timestamp: string | null; signature: string | null; body: Uint8Array }

/**
 * Pure: whether one of the live keys signed this (HMAC-SHA256 over `timestamp.body`, hexadecimal), and lately. Takes as long
 * for each wrong signature, and looks at every key.
 */
export function checkHint(
  { timestamp, signature, body }: SignedHint,
  keys: readonly string[],
  now: Date,
): 'ok' | 'wrong' | 'old' {
  if (!timestamp || !signature || !/^\d{1,12}$/.test(timestamp) || !/^[0-9a-f]{64}$/i.test(signature)) return 'wrong'

  const given = Buffer.from(signature, 'hex')
  let isSigned = false
  for (const key of keys) {
    const wanted = createHmac('sha256', key).update(`${timestamp}.`).update(body).digest()
    isSigned = timingSafeEqual(given, wanted) || isSigned
  }
  if (!isSigned) return 'wrong'
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp))
  return age > HINT_WINDOW_SECONDS ? 'old' : 'ok'
}

/** More are not looked at: a hint that names none says "look" all the same. */
const MOST_HASHES = 20
const NAMES = /^(tx_?hash(es)?|transaction_?hash(es)?|hash(es)?)$/i

/** Pure: the transactions a provider's JSON names, whatever its shape. */
export function transactionsIn(value: unknown): string[] {
  const found = new Set<string>()
  const walk = (part: unknown, isNamed: boolean) => {
    if (typeof part === 'string' && isNamed && /^0x[0-9a-f]{64}$/i.test(part)) found.add(part.toLowerCase())
    if (typeof part !== 'object' || part === null) return
    if (Array.isArray(part)) for (const one of part) walk(one, isNamed)
    else for (const [name, inner] of Object.entries(part)) walk(inner, NAMES.test(name))
  }
  walk(value, false)
  return [...found].slice(0, MOST_HASHES)
}

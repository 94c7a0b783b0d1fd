import { randomBytes } from 'node:crypto'
import { openText, sealText } from '@/lib/secret/seal'

/** What a receiver checks signatures with: 32 random bytes, as Standard Webhooks writes them. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/** A secret as it lies in its endpoint's row. */
export function sealSecret(endpointId: string, secret: string): Uint8Array<ArrayBuffer> {
  return sealText('webhook', endpointId, secret)
}

type Sealed = { id: string; secret: Uint8Array | null; previousSecret: Uint8Array | null; previousUntil: Date | null }

/** The secrets that sign at `now`, the newest first. */
export function openSecrets(endpoint: Sealed, now: Date): string[] {
  const { id, secret, previousSecret, previousUntil } = endpoint
  const previous = previousUntil !== null && previousUntil > now ? previousSecret : null
  return [secret, previous].filter((sealed) => sealed !== null).map((sealed) => openOnce(id, sealed))
}

const opened = new WeakMap<Uint8Array, string>()

/** The pump sends with one row again and again: opened once, known for as long as the row is held. */
function openOnce(id: string, sealed: Uint8Array): string {
  const secret = opened.get(sealed) ?? openText('webhook', id, sealed)
  opened.set(sealed, secret)
  return secret
}

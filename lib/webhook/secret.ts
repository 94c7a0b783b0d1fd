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
  return [secret, previous].filter((sealed) => sealed !== null).map((sealed) => openText('webhook', id, sealed))
}

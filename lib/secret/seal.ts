import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '@/lib/env'

const ALGORITHM = 'aes-256-gcm'
const VERSION = 1
const IV_BYTES = 12
const TAG_BYTES = 16

/** What is sealed. Each purpose has a key of its own: nothing sealed for one can be opened for another. */
export type Purpose = 'evidence' | 'webhook' | 'contact' | 'message' | 'issuer'

/**
 * Bytes as they may lie on a disk: version (1) ‖ nonce (12) ‖ tag (16) ‖ ciphertext (AES-256-GCM under a key derived from
 * ENCRYPTION_KEY). `label` says whose they are; they open under the same one only, so that nobody can swap two rows.
 */
export function sealBytes(
  purpose: Purpose,
  label: string,
  bytes: Uint8Array,
  secret = env().ENCRYPTION_KEY,
): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, keyOf(purpose, secret), iv).setAAD(Buffer.from(label, 'utf8'))
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
  return new Uint8Array(Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), sealed]))
}

/** Back again. Throws when they were changed, or sealed for another purpose, label or key. */
export function openBytes(
  purpose: Purpose,
  label: string,
  sealed: Uint8Array,
  secret = env().ENCRYPTION_KEY,
): Uint8Array<ArrayBuffer> {
  if (sealed[0] !== VERSION) throw new Error('Sealed in a way this version does not know')

  const iv = sealed.subarray(1, 1 + IV_BYTES)
  const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES)
  const decipher = createDecipheriv(ALGORITHM, keyOf(purpose, secret), iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(label, 'utf8')).setAuthTag(tag)
  const inner = sealed.subarray(1 + IV_BYTES + TAG_BYTES)
  return new Uint8Array(Buffer.concat([decipher.update(inner), decipher.final()]))
}

/** As `sealBytes`, for text. */
export function sealText(purpose: Purpose, label: string, text: string): Uint8Array<ArrayBuffer> {
  return sealBytes(purpose, label, new TextEncoder().encode(text))
}

/** As `openBytes`, for text. */
export function openText(purpose: Purpose, label: string, sealed: Uint8Array): string {
  return new TextDecoder().decode(openBytes(purpose, label, sealed))
}

const keys = new Map<string, Buffer>()

/** Derived once: it takes as long as opening a whole letter, and every webhook that is sent opens its secret. */
function keyOf(purpose: Purpose, secret: string): Buffer {
  const name = `${purpose} ${secret}`
  const key = keys.get(name) ?? Buffer.from(hkdfSync('sha256', secret, '', `countersign.${purpose}/1`, 32))
  keys.set(name, key)
  return key
}

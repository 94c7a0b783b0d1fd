import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '@/lib/env'

/** AES-256-GCM under a key of its own: nothing else the desk encrypts can be opened with it. */
const ALGORITHM = 'aes-256-gcm'
const INFO = 'countersign.evidence/1'
const VERSION = 1
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Bytes as they may lie on a disk: version (1) ‖ nonce (12) ‖ tag (16) ‖ ciphertext. `label` says what they are; they open
 * under the same one only, so that nobody can swap two rows.
 */
export function sealBytes(bytes: Uint8Array, label: string, secret = env().ENCRYPTION_KEY): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, keyOf(secret), iv).setAAD(Buffer.from(label, 'utf8'))
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
  return new Uint8Array(Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), sealed]))
}

/** Back again. Throws when they were changed, or sealed under another label or key. */
export function openBytes(sealed: Uint8Array, label: string, secret = env().ENCRYPTION_KEY): Uint8Array<ArrayBuffer> {
  if (sealed[0] !== VERSION) throw new Error('Sealed in a way this version does not know')

  const iv = sealed.subarray(1, 1 + IV_BYTES)
  const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES)
  const decipher = createDecipheriv(ALGORITHM, keyOf(secret), iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(label, 'utf8')).setAuthTag(tag)
  const inner = sealed.subarray(1 + IV_BYTES + TAG_BYTES)
  return new Uint8Array(Buffer.concat([decipher.update(inner), decipher.final()]))
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', INFO, 32))
}

import { createHash, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32

/** What is kept of a secret: its SHA-256. Secrets are 256 random bits, so nothing slower is needed. */
export function hashSecret(secret: string): string {
  return `0x${createHash('sha256').update(secret).digest('hex')}`
}

/** A new access token, `cst_` and 32 random bytes, and what is kept of it. */
export function newAccessToken(): { token: string; hash: string } {
  const token = `cst_${randomBytes(SECRET_BYTES).toString('base64url')}`
  return { token, hash: hashSecret(token) }
}

/** A new API key for `publicId`, `csk_<public id>_<32 random bytes>`, and what is kept of it. */
export function newApiKey(publicId: string): { key: string; hash: string } {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  return { key: `csk_${publicId}_${secret}`, hash: hashSecret(secret) }
}

/** The public half of a key: 16 hex digits, so that it never holds the underscore that ends it. */
export function newPublicId(): string {
  return randomBytes(8).toString('hex')
}

export type Bearer = { kind: 'token'; hash: string } | { kind: 'key'; publicId: string; hash: string }

/** A bearer credential taken apart, or null when it is neither a token nor a key. Pure. */
export function parseBearer(text: string): Bearer | null {
  if (/^cst_[\w-]{43}$/.test(text)) return { kind: 'token', hash: hashSecret(text) }

  const [, publicId, secret] = /^csk_([0-9a-f]{16})_([\w-]{43})$/.exec(text) ?? []
  return publicId && secret ? { kind: 'key', publicId, hash: hashSecret(secret) } : null
}

import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'

/** What an invite stands for: one revision of one challenge. It dies with the revision (domain §3, "Who sees what"). */
export type Invite = { challengeId: string; revision: number }

const MAC_BYTES = 16

/** Pure: the token of a revision. uuid (16) ‖ revision (4) ‖ HMAC (16), base64url. */
export function makeInvite(key: string, invite: Invite): string {
  const body = Buffer.alloc(20)
  body.write(invite.challengeId.replaceAll('-', ''), 0, 'hex')
  body.writeUInt32BE(invite.revision, 16)
  return Buffer.concat([body, macOf(key, body)]).toString('base64url')
}

/** Pure: what a token stands for, or null when we did not make it. */
export function readInvite(key: string, token: string): Invite | null {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 20 + MAC_BYTES || bytes.toString('base64url') !== token) return null

  const body = bytes.subarray(0, 20)
  if (!timingSafeEqual(macOf(key, body), bytes.subarray(20))) return null
  const digits = body.toString('hex', 0, 16)
  const challengeId = [0, 8, 12, 16, 20].map((from, i, all) => digits.slice(from, all[i + 1] ?? 32)).join('-')
  return { challengeId, revision: body.readUInt32BE(16) }
}

/** The key invites are made with: derived, so that a leak of one secret is not a leak of the other. */
export function inviteKey(): string {
  return createHmac('sha256', env().AUTH_SECRET).update('countersign.invite/1').digest('hex')
}

/** Where a stranger opens it. */
export function inviteUrl(invite: Invite): string {
  return `${env().APP_URL}/join/${makeInvite(inviteKey(), invite)}`
}

function macOf(key: string, body: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, MAC_BYTES)
}

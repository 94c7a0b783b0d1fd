import type { Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { hintOf } from './address'
import { wayOf } from './channel'
import { inviteLetter } from './letters/account'
import { listSince } from './message-store'
import { queueMessage } from './queue-message'
import { hashAddress, stopLinks } from './stop-token'
import { isAddressStopped } from './store'

type Invite = {
  userId: string
  challengeId: string
  revision: number
  email: string
  title: string
  url: string
  deadlineAt: Date | null
  limits: { perChallenge: number; perPerson: number; since: Date }
  now: Date
}

/**
 * Writes to somebody who may be a stranger here, as part of the caller's transaction; once for each revision and address.
 * Who asked not to be invited is not written to, and nobody is told that they did. Throws E9003 and E9010.
 */
export async function sendInvite(sql: Sql, invite: Invite): Promise<{ address_hint: string; left_today: number }> {
  const { userId, challengeId, revision, email, title, url, deadlineAt, limits, now } = invite
  if (wayOf('EMAIL') === 'off') throw new AppError('E9010', 'This desk sends no mail. Pass the link on yourself.')

  const ofPerson = `invite:${userId}:`
  const ofChallenge = `${ofPerson}${challengeId}:`
  const sent = await listSince(sql, ofChallenge, limits.since)
  if (sent.length >= limits.perChallenge) throw tooMany(`Enough invites for this one today: ${limits.perChallenge}.`)
  const all = await listSince(sql, ofPerson, limits.since)
  if (all.length >= limits.perPerson) throw tooMany(`Enough invites for today: ${limits.perPerson}.`)

  const hash = hashAddress(email)
  const letter = inviteLetter({ title, url, deadlineAt, stop: stopLinks({ kind: 'address', hash }) })
  const key = `${ofChallenge}${revision}:${hash}`
  if (!(await isAddressStopped(sql, hash))) {
    const expires = deadlineAt ? { expiresAt: deadlineAt.toISOString() } : {}
    await queueMessage(sql, { key, channel: 'EMAIL', template: 'invite', to: email, letter, ...expires }, now)
  }
  const after = await listSince(sql, ofChallenge, limits.since)
  return { address_hint: hintOf('EMAIL', email), left_today: limits.perChallenge - after.length }
}

function tooMany(says: string): AppError {
  return new AppError('E9003', `${says} Pass the link on yourself, or try again tomorrow.`, {
    headers: { 'retry-after': '3600' },
  })
}

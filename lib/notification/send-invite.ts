import type { Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { hintOf } from './address'
import { wayOf } from './channel'
import { inviteLetter } from './letters/account'
import { insertMessage, listSince, lockSentTo } from './message-store'
import { queueMessage } from './queue-message'
import { hashAddress, stopLinks } from './stop-token'
import { isAddressStopped } from './store'

const TEMPLATE = 'invite'

type Invite = {
  userId: string
  challengeId: string
  revision: number
  email: string
  title: string
  url: string
  deadlineAt: Date | null
  limits: { perChallenge: number; perPerson: number; perAddress: number; since: Date }
  now: Date
}

/**
 * Writes to somebody who may be a stranger here, as part of the caller's transaction; once for each revision and address.
 * Who asked not to be invited is not written to; it is counted as if they were, so that no answer tells. Throws E9003 and E9010.
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
  const got = await lockSentTo(sql, { addressHash: hash, template: TEMPLATE }, limits.since)
  if (got.length >= limits.perAddress) throw tooMany(`Enough invites for this address today: ${limits.perAddress}.`)

  const letter = inviteLetter({ title, url, deadlineAt, stop: stopLinks({ kind: 'address', hash }) })
  const key = `${ofChallenge}${revision}:${hash}`
  const message = { key, channel: 'EMAIL', template: TEMPLATE } as const
  if (await isAddressStopped(sql, hash)) {
    const reason = 'They asked not to be invited.'
    await insertMessage(
      sql,
      { ...message, id: newId(), status: 'FAILED', sealed: null, reason, addressHash: hash },
      now,
    )
  } else {
    const expires = deadlineAt ? { expiresAt: deadlineAt.toISOString() } : {}
    await queueMessage(sql, { ...message, to: email, letter, ...expires }, now)
  }
  const after = await listSince(sql, ofChallenge, limits.since)
  return { address_hint: hintOf('EMAIL', email), left_today: limits.perChallenge - after.length }
}

function tooMany(says: string): AppError {
  return new AppError('E9003', `${says} Pass the link on yourself, or try again tomorrow.`, {
    headers: { 'retry-after': '3600' },
  })
}

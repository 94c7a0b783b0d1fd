import { addSeconds } from '@/lib/clock'
import type { Sql } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import type { Channel } from './channel'
import { CODE_SECONDS, hashCode, newCode } from './code'
import { codeLetter } from './letters/account'
import { listSince, lockSentTo } from './message-store'
import { queueMessage } from './queue-message'
import { hashAddress } from './stop-token'

const DAY_SECONDS = 86_400
const TEMPLATE = 'verification_code'

type Limit = { most: number; seconds: number }
/** So many codes in so many seconds, for one person and channel, whatever addresses they gave. */
const OF_PERSON: readonly Limit[] = [
  { most: 3, seconds: 600 },
  { most: 10, seconds: DAY_SECONDS },
]
/** And for one address, whoever asks: accounts cost nothing. */
const OF_ADDRESS: readonly Limit[] = [{ most: 5, seconds: DAY_SECONDS }]

type To = { contactId: string; userId: string; channel: Channel; address: string }

/** Sends a code to an address, as part of the caller's transaction, and returns what is kept of it. E9003 for too many. */
export async function sendCode(sql: Sql, { contactId, userId, channel, address }: To, now: Date) {
  const prefix = keyOfCodes(userId, channel)
  const dayAgo = addSeconds(now, -DAY_SECONDS)
  requireSeldom(await listSince(sql, prefix, dayAgo), OF_PERSON, now)
  const to = { addressHash: hashAddress(address), template: TEMPLATE }
  requireSeldom(await lockSentTo(sql, to, dayAgo), OF_ADDRESS, now)

  const code = newCode()
  const expiresAt = addSeconds(now, CODE_SECONDS)
  await queueMessage(
    sql,
    {
      key: `${prefix}${newId()}`,
      channel,
      template: TEMPLATE,
      to: address,
      letter: codeLetter(code, channel, env().APP_URL),
      expiresAt: expiresAt.toISOString(),
    },
    now,
  )
  return { codeHash: hashCode(contactId, code), codeExpiresAt: expiresAt, codeTries: 0, verifiedAt: null }
}

/** What the keys of somebody's codes begin with. */
export function keyOfCodes(userId: string, channel: Channel): string {
  return `verify:${userId}:${channel}:`
}

/** `sent`: newest first. */
function requireSeldom(sent: readonly { createdAt: Date }[], limits: readonly Limit[], now: Date): void {
  for (const { most, seconds } of limits) {
    const recent = sent.filter(({ createdAt }) => createdAt > addSeconds(now, -seconds))
    const oldest = recent[most - 1]
    if (!oldest) continue
    const wait = Math.max(1, Math.ceil((addSeconds(oldest.createdAt, seconds).getTime() - now.getTime()) / 1000))
    throw new AppError('E9003', `Enough codes were sent for now. Ask for another in ${sayWait(wait)}.`, {
      headers: { 'retry-after': String(wait) },
    })
  }
}

function sayWait(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`
  return seconds < 5_400 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3_600)} hours`
}

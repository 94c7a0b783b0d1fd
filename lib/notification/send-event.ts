import { lookFor } from '@/lib/challenge/look-for'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { matches } from '@/lib/delivery/filters'
import type { Answer, DeliveredEvent, PushEndpoint, Sender } from '@/lib/delivery/types'
import { env } from '@/lib/env'
import { isId, newId } from '@/lib/id'
import { type Channel, wayOf } from './channel'
import type { Letter } from './letter'
import { letterOf } from './letters/of-event'
import { insertMessage } from './message-store'
import { postMail } from './post-mail'
import { postText } from './post-text'
import { sealMessage } from './queue-message'
import { addressOf } from './set-contact'
import { stopLinks } from './stop-token'
import { clearFilters, findReach, type Reach, returnNotice, takeNotice } from './store'
import { toMail, toShortText } from './to-mail'

/** Events one person is told of in an hour, in all organizations together; what is above stands in the inbox. */
export const MOST_AN_HOUR: Record<Channel, number> = { EMAIL: 20, SMS: 10 }

/**
 * Tells a person of an event by mail. `void` when they have no verified address, are no member any more, do not want it any
 * more, or were told of many within the hour.
 */
export const sendEventByMail: Sender = (to, event, now) => sendEvent('EMAIL', to, event, now)

/** As `sendEventByMail`, by text message. A number that answered STOP is told nothing more. */
export const sendEventBySms: Sender = (to, event, now) => sendEvent('SMS', to, event, now)

async function sendEvent(channel: Channel, to: PushEndpoint, event: DeliveredEvent, now: Date): Promise<Answer> {
  try {
    return await tell(channel, to, event, now)
  } catch (error) {
    // The database, or a bug: tried again, and no word of it kept that could quote somebody.
    return { kind: 'failed', reason: `It could not be written (${nameOf(error)}).`, durationMs: 0 }
  }
}

async function tell(channel: Channel, to: PushEndpoint, event: DeliveredEvent, now: Date): Promise<Answer> {
  const { organizationId, userId } = to
  const sql = sqlOver(database().pool)
  const reach = userId ? await findReach(sql, { organizationId, userId, channel }) : null
  if (!reach || !userId)
    return { kind: 'void', reason: 'Nobody to be told any more: no verified address, or no member.' }

  if (!isWanted(reach.filters, event.type)) return { kind: 'void', reason: 'UNSUBSCRIBED' }
  if (wayOf(channel) === 'off') return { kind: 'void', reason: 'This desk does not write to anybody this way.' }

  const letter = await writeLetter(to, userId, event, reach.organization, now)
  if (!(await takeNotice(sql, reach.contactId, MOST_AN_HOUR[channel], now))) return { kind: 'void', reason: 'TOO_MANY' }
  const answer = await post(channel, to, event, { reach, letter }, now)
  const isSent = answer.kind === 'answered' && answer.status < 300
  if (!isSent) await returnNotice(sql, reach.contactId)
  return answer
}

/** A probe is asked for by nobody, and goes to whoever still wants anything. */
function isWanted(filters: readonly string[], type: string): boolean {
  return type === 'endpoint.probe' ? filters.length > 0 : matches(filters, type)
}

async function post(
  channel: Channel,
  to: PushEndpoint,
  event: DeliveredEvent,
  { reach, letter }: { reach: Reach; letter: Letter },
  now: Date,
): Promise<Answer> {
  const address = addressOf({ id: reach.contactId, address: reach.address })
  const key = `event:${to.id}:${event.id}`
  if (wayOf(channel) === 'kept') return keep(channel, key, event.type, { to: address, letter }, now)
  if (channel === 'EMAIL') return postMail(address, toMail(letter), key)

  const answer = await postText(address, toShortText(letter))
  if (answer.kind === 'void') await clearFilters(sqlOver(database().pool), to.id, now)
  return answer
}

async function writeLetter(
  to: PushEndpoint,
  userId: string,
  event: DeliveredEvent,
  organization: string | null,
  now: Date,
): Promise<Letter> {
  const isAbout = /^(?:challenge|bond)\./.test(event.type) && isId(event.subject)
  const challenge = isAbout ? await lookFor(database().prisma, { id: event.subject, userId, now }) : null
  return letterOf(event, {
    appUrl: env().APP_URL,
    challenge,
    organization,
    stop: stopLinks({ kind: 'endpoint', id: to.id }),
  })
}

async function keep(
  channel: Channel,
  key: string,
  template: string,
  content: { to: string; letter: Letter },
  now: Date,
): Promise<Answer> {
  const id = newId()
  const sealed = sealMessage(id, content)
  await insertMessage(sqlOver(database().pool), { id, key, channel, template, status: 'KEPT', sealed }, now)
  return {
    kind: 'answered',
    status: 200,
    text: 'kept in the development mailbox',
    durationMs: 0,
    retryAfterSeconds: null,
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}

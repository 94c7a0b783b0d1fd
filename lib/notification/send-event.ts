import { lookFor } from '@/lib/challenge/look-for'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
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
import { clearFilters, findReach } from './store'
import { toMail, toShortText } from './to-mail'

/** Tells a person of an event by mail. `void` when they have no verified address, or are no member any more. */
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

  const letter = await writeLetter(to, userId, event, reach.organization, now)
  const address = addressOf({ id: reach.contactId, address: reach.address })
  const key = `event:${to.id}:${event.id}`
  const way = wayOf(channel)
  if (way === 'off') return { kind: 'void', reason: 'This desk does not write to anybody this way.' }
  if (way === 'kept') return keep(channel, key, event.type, { to: address, letter }, now)
  if (channel === 'EMAIL') return postMail(address, toMail(letter), key)

  const answer = await postText(address, toShortText(letter))
  if (answer.kind === 'void') await clearFilters(sql, to.id, now)
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

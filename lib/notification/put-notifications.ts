import { recordAudit } from '@/lib/audit/record'
import type { Ctx, UserActor } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { requireSession } from '@/lib/identity/require-session'
import type { Channel } from './channel'
import { filtersOf } from './choices'
import { readNotifications } from './get-notifications'
import type { PutNotifications } from './schemas'
import { setContact } from './set-contact'
import { findContact, findFilters, lockUser, putFilters } from './store'

const CHANNELS: readonly { channel: Channel; missing: string }[] = [
  { channel: 'EMAIL', missing: 'Give a mail address first.' },
  { channel: 'SMS', missing: 'Give a phone number first.' },
]

/**
 * Sets where the caller is written to, and of which events of the organization the call acts in. What is left out stays.
 * Throws E9003 for too many codes, E9010 where this desk does not write, and E9004 for a choice nobody could be told of.
 */
export async function putNotifications(ctx: Ctx, input: PutNotifications) {
  const actor = requireSession(ctx)
  const acting = { ...ctx, actor }
  return inTransaction(ctx, async (tx) => {
    if (!(await lockUser(tx, actor.userId))) throw new AppError('E9006', 'This account does not exist any more.')
    if (input.email !== undefined) await setContact(tx, acting, 'EMAIL', input.email)
    if (input.phone !== undefined) await setContact(tx, acting, 'SMS', input.phone)
    if (input.choices) await setChoices(tx, acting, input.choices)
    return readNotifications(tx, actor)
  })
}

async function setChoices(
  tx: Tx,
  ctx: Ctx<UserActor>,
  choices: NonNullable<PutNotifications['choices']>,
): Promise<void> {
  const { userId, organizationId } = ctx.actor
  const counts: Record<string, number> = {}
  for (const { channel, missing } of CHANNELS) {
    const filters = filtersOf(choices, channel)
    const contact = await findContact(tx, userId, channel)
    if (!contact && filters.length > 0) throw noContact(missing)
    if (contact) {
      const verified = contact.verifiedAt !== null
      await putFilters(tx, { organizationId, userId, channel, filters, verified }, ctx.now)
    }
    counts[channel] = filters.length
  }
  const { actor, requestId, now } = ctx
  await recordAudit(tx, { organizationId, actor, action: 'notifications.changed', details: counts, requestId, now })
}

/** What is told from the start of a first verified mail address; nothing where something was chosen before. */
export async function chooseDefaults(tx: Tx, ctx: Ctx<UserActor>, filters: readonly string[]): Promise<void> {
  const { userId, organizationId } = ctx.actor
  if ((await findFilters(tx, { organizationId, userId }, 'EMAIL')) !== null) return
  await putFilters(tx, { organizationId, userId, channel: 'EMAIL', filters: [...filters], verified: true }, ctx.now)
}

function noContact(missing: string): AppError {
  return new AppError('E9004', missing, { fields: [{ path: 'choices', message: missing }] })
}

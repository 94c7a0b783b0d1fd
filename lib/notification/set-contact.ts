import type { Ctx, UserActor } from '@/lib/context'
import type { Tx } from '@/lib/db/transaction'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { auditAccount } from '@/lib/identity/audit-account'
import { openText, sealText } from '@/lib/secret/seal'
import { hintOf } from './address'
import { type Channel, wayOf } from './channel'
import { changedLetter } from './letters/account'
import { dropMessages } from './message-store'
import { queueMessage } from './queue-message'
import { keyOfCodes, sendCode } from './send-code'
import {
  type ContactRow,
  deleteContact,
  deleteEndpoints,
  lockContact,
  putContact,
  saveCode,
  switchEndpoints,
} from './store'

/**
 * Gives, changes or takes away where somebody is written to. A new address gets a code and is not written to before that
 * code comes back; the same one again gets another code while it is not verified. Throws E9003 and, where this desk writes to
 * nobody this way, E9010.
 */
export async function setContact(tx: Tx, ctx: Ctx<UserActor>, channel: Channel, address: string | null): Promise<void> {
  const { userId } = ctx.actor
  const before = await lockContact(tx, userId, channel)
  if (address === null) return before ? remove(tx, ctx, before) : undefined
  if (wayOf(channel) === 'off') throw new AppError('E9010', `This desk sends no ${sayChannel(channel)}.`)

  const known = before && addressOf(before)
  if (before && known === address) {
    if (before.verifiedAt) return
    return saveCode(tx, before.id, await sendCode(tx, { contactId: before.id, userId, channel, address }, ctx.now))
  }

  if (before) await leave(tx, ctx, before)
  const id = newId()
  const code = await sendCode(tx, { contactId: id, userId, channel, address }, ctx.now)
  const sealed = sealText('contact', id, address)
  await putContact(tx, { id, userId, channel, address: sealed, hint: hintOf(channel, address), ...code }, ctx.now)
  await switchEndpoints(tx, userId, channel, false, ctx.now)
  await auditAccount(tx, ctx, { action: before ? 'contact.changed' : 'contact.added', details: { channel } })
}

/** As it was given. */
export function addressOf({ id, address }: Pick<ContactRow, 'id' | 'address'>): string {
  return openText('contact', id, address)
}

async function remove(tx: Tx, ctx: Ctx<UserActor>, contact: ContactRow): Promise<void> {
  const { userId, channel } = contact
  await leave(tx, ctx, contact)
  await deleteContact(tx, userId, channel)
  await deleteEndpoints(tx, userId, channel, ctx.now)
  await auditAccount(tx, ctx, { action: 'contact.removed', details: { channel } })
}

/** Codes under way are none any more. A verified mail address is told that it was the last: somebody else may have done it. */
async function leave(tx: Tx, ctx: Ctx, contact: ContactRow): Promise<void> {
  const { userId, channel } = contact
  await dropMessages(tx, keyOfCodes(userId, channel), ctx.now)
  if (!contact.verifiedAt || channel !== 'EMAIL' || wayOf(channel) === 'off') return
  await queueMessage(
    tx,
    {
      key: `left:${contact.id}`,
      channel,
      template: 'contact_changed',
      to: addressOf(contact),
      letter: changedLetter(env().APP_URL),
    },
    ctx.now,
  )
}

function sayChannel(channel: Channel): string {
  return channel === 'EMAIL' ? 'mail' : 'text messages'
}

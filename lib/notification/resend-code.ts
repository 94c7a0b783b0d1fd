import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { requireSession } from '@/lib/identity/require-session'
import { readNotifications } from './get-notifications'
import { addressOf, setContact } from './set-contact'
import { findContact, lockUser } from './store'

/** Another code to the address that waits for one, without giving it again. E9004 (409) when none does, E9003 for too many. */
export async function resendCode(ctx: Ctx, { channel }: { channel: 'email' | 'phone' }) {
  const actor = requireSession(ctx)
  return inTransaction(ctx, async (tx) => {
    await lockUser(tx, actor.userId)
    const kind = channel === 'email' ? 'EMAIL' : 'SMS'
    const contact = await findContact(tx, actor.userId, kind)
    if (!contact || contact.verifiedAt) {
      throw new AppError('E9004', 'No address waits for a code. Give one first.', { status: 409 })
    }
    await setContact(tx, { ...ctx, actor }, kind, addressOf(contact))
    return readNotifications(tx, actor)
  })
}

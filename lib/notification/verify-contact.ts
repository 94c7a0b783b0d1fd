import type { Ctx, UserActor } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { auditAccount } from '@/lib/identity/audit-account'
import { requireSession } from '@/lib/identity/require-session'
import { DEFAULT_TYPES } from './choices'
import { CODE_TRIES, isCode } from './code'
import { readNotifications } from './get-notifications'
import { chooseDefaults } from './put-notifications'
import type { VerifyContact } from './schemas'
import { type ContactRow, lockContact, lockUser, saveCode, switchEndpoints } from './store'

/**
 * The code comes back: from now on this address is written to. Throws E9004: 400 for another code than the one sent, 409 when
 * none counts any more.
 */
export async function verifyContact(ctx: Ctx, input: VerifyContact) {
  const actor = requireSession(ctx)
  // A wrong code is counted, so its refusal may not roll that back.
  const result = await inTransaction(ctx, async (tx) => {
    await lockUser(tx, actor.userId)
    const contact = await lockContact(tx, actor.userId, input.channel === 'email' ? 'EMAIL' : 'SMS')
    return tryCode(tx, { ...ctx, actor }, contact, input.code)
  })
  if (result instanceof AppError) throw result
  return result
}

async function tryCode(tx: Tx, ctx: Ctx<UserActor>, contact: ContactRow | null, code: string) {
  if (contact?.verifiedAt) return readNotifications(tx, ctx.actor)
  if (!contact?.codeHash || !contact.codeExpiresAt || contact.codeExpiresAt <= ctx.now) return noCode()
  if (contact.codeTries >= CODE_TRIES) return noCode()

  const { id, channel, codeHash, codeExpiresAt, codeTries } = contact
  if (!isCode(id, code, codeHash)) {
    const tries = codeTries + 1
    await saveCode(tx, id, { codeHash, codeExpiresAt, codeTries: tries, verifiedAt: null })
    return wrongCode(CODE_TRIES - tries)
  }

  await saveCode(tx, id, { codeHash: null, codeExpiresAt: null, codeTries: 0, verifiedAt: ctx.now })
  await switchEndpoints(tx, ctx.actor.userId, channel, true, ctx.now)
  if (channel === 'EMAIL') await chooseDefaults(tx, ctx, DEFAULT_TYPES)
  await auditAccount(tx, ctx, { action: 'contact.verified', details: { channel } })
  return readNotifications(tx, ctx.actor)
}

function noCode(): AppError {
  const message = 'No code counts any more. Give the address again to get another.'
  return new AppError('E9004', message, { status: 409, fields: [{ path: 'code', message }] })
}

function wrongCode(left: number): AppError {
  const tries = left === 1 ? 'one more try' : `${left} more tries`
  const message =
    left > 0
      ? `This is not the code that was sent. You have ${tries}.`
      : 'This is not the code that was sent, and it was the last try. Ask for another code.'
  return new AppError('E9004', message, { fields: [{ path: 'code', message }] })
}

import type { Ctx, UserActor } from '@/lib/context'
import type { Db } from '@/lib/db/transaction'
import { CATALOGUE } from '@/lib/event/catalogue'
import { requireSession } from '@/lib/identity/require-session'
import { wayOf } from './channel'
import { toChoices } from './choices'
import { type ContactRow, findContact, findFilters } from './store'

/** Where the caller is written to, and of what in the organization the call acts in. */
export async function getNotifications(ctx: Ctx) {
  return readNotifications(ctx.db, requireSession(ctx))
}

/** As `getNotifications`, in the caller's transaction. */
export async function readNotifications(db: Db, { userId, organizationId }: UserActor) {
  const who = { userId, organizationId }
  const email = await findContact(db, userId, 'EMAIL')
  const phone = await findContact(db, userId, 'SMS')
  const filters = {
    EMAIL: (await findFilters(db, who, 'EMAIL')) ?? [],
    SMS: (await findFilters(db, who, 'SMS')) ?? [],
  }
  return {
    organization_id: organizationId,
    email: email && toAnswer(email),
    phone: phone && toAnswer(phone),
    choices: toChoices(filters),
    types: Object.entries(CATALOGUE).map(([type, { description }]) => ({ type, description })),
    channels: { email: wayOf('EMAIL'), phone: wayOf('SMS') },
  }
}

function toAnswer({ hint, verifiedAt, codeExpiresAt }: ContactRow) {
  return { address_hint: hint, verified: verifiedAt !== null, code_expires_at: verifiedAt ? null : codeExpiresAt }
}

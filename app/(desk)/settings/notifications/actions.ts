'use server'

import { z } from 'zod'
import { Id } from '@/lib/http/schemas'
import { actIn } from '@/lib/identity/organization/act-in'
import { MailAddress, PhoneNumber } from '@/lib/notification/address'
import { putNotifications } from '@/lib/notification/put-notifications'
import { resendCode } from '@/lib/notification/resend-code'
import { TypeFilter, VerifyContact } from '@/lib/notification/schemas'
import { verifyContact } from '@/lib/notification/verify-contact'
import { actAs } from '../act-as'

const Channel = z.strictObject({ channel: VerifyContact.shape.channel })
/** One box ticked comes as text, several as a list, none not at all. */
const Ticked = z
  .union([TypeFilter, z.array(TypeFilter)])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()))
const Choices = z.strictObject({ organization: Id, email: Ticked, sms: Ticked })

export const giveMail = actAs(z.strictObject({ email: MailAddress }), (ctx, input) => putNotifications(ctx, input))
export const givePhone = actAs(z.strictObject({ phone: PhoneNumber }), (ctx, input) => putNotifications(ctx, input))
export const takeAway = actAs(Channel, (ctx, { channel }) => putNotifications(ctx, { [channel]: null }))
export const verify = actAs(VerifyContact, (ctx, input) => verifyContact(ctx, input))
export const sendAnother = actAs(Channel, (ctx, input) => resendCode(ctx, input))

export const choose = actAs(Choices, async (ctx, { organization, email, sms }) => {
  const types = [...new Set([...email, ...sms])]
  const choices = types.map((type) => ({ type, email: email.includes(type), sms: sms.includes(type) }))
  return putNotifications(await actIn(ctx, organization), { choices })
})

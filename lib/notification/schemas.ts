import { z } from 'zod'
import { MailAddress, PhoneNumber } from './address'

/** A type, all of a noun (`challenge.*`), or everything (`*`). */
export const TypeFilter = z
  .string({ error: 'Name a type of event.' })
  .max(128, 'A type has 128 characters at most.')
  .regex(
    /^(?:\*|[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*(?:\.\*)?)$/,
    'Name a type such as challenge.locked, all of a noun as challenge.*, or * for everything.',
  )

const Choice = z.strictObject({
  type: TypeFilter,
  email: z.boolean().default(false),
  sms: z.boolean().default(false),
})

export const PutNotifications = z.strictObject({
  email: MailAddress.nullable()
    .optional()
    .describe(
      'A new address gets a code. The same one again, while it is not verified: another code. null takes it away.',
    ),
  phone: PhoneNumber.nullable().optional().describe('As email, with its country code: +15551234567.'),
  choices: z
    .array(Choice)
    .max(100, 'At most 100 choices.')
    .optional()
    .describe('All of what you are told of in this organization; what is not named is not told.'),
})
export type PutNotifications = z.output<typeof PutNotifications>

export const VerifyContact = z.strictObject({
  channel: z.enum(['email', 'phone'], { error: 'Name the channel: email or phone.' }),
  code: z
    .string({ error: 'Give the code.' })
    .transform((value) => value.replace(/\s/g, ''))
    .pipe(z.string().regex(/^\d{6}$/, 'The code has six digits.')),
})
export type VerifyContact = z.output<typeof VerifyContact>

const ContactAnswer = z.object({
  address_hint: z.string(),
  verified: z.boolean(),
  code_expires_at: z.iso.datetime().nullable().describe('Until when the code that was sent counts.'),
})
const Way = z.enum(['sent', 'kept', 'off']).describe('kept: shown in the development mailbox. off: not from this desk.')

export const NotificationsAnswer = z.object({
  organization_id: z.uuid().describe('Whose events the choices are about: the organization the call acts in.'),
  email: ContactAnswer.nullable(),
  phone: ContactAnswer.nullable(),
  choices: z.array(z.object({ type: z.string(), email: z.boolean(), sms: z.boolean() })),
  types: z.array(z.object({ type: z.string(), description: z.string() })),
  channels: z.object({ email: Way, phone: Way }),
})

export const StopParams = z.object({ token: z.string().min(40).max(100) })
export const StopAnswer = z.object({ stopped: z.literal(true) })

export const InviteByMail = z.strictObject({ email: MailAddress })
export const InviteAnswer = z.object({
  address_hint: z.string(),
  left_today: z.int().describe('How many more may be sent for this challenge today.'),
})

import { z } from 'zod'
import type { Channel } from './channel'

/** Where mail goes. As it was typed: what stands before the @ may know upper case. */
export const MailAddress = z
  .string({ error: 'Give a mail address.' })
  .trim()
  .max(254, 'A mail address has 254 characters at most.')
  .pipe(z.email('This is not a mail address: name@example.org.'))

/** A number in the international form, however it was set apart. */
export const PhoneNumber = z
  .string({ error: 'Give a phone number.' })
  .max(40, 'This is not a phone number.')
  .transform((value) => value.replace(/[\s().-]/g, ''))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, 'Give the number with its country code, as +15551234567.'))

/** Pure: enough of an address to know it again, and not enough to write to it. */
export function hintOf(channel: Channel, address: string): string {
  if (channel === 'SMS') return `${address.slice(0, 3)}…${address.slice(-2)}`
  const at = address.lastIndexOf('@')
  return `${[...address.slice(0, at)][0] ?? ''}…${address.slice(at)}`
}

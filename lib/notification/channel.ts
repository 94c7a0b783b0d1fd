import { env } from '@/lib/env'

export type Channel = 'EMAIL' | 'SMS'

/** sent: a vendor has it. kept: shown in the development mailbox instead. off: this desk does not write to anybody this way. */
export type Way = 'sent' | 'kept' | 'off'

/** What becomes of a message on this desk. */
export function wayOf(channel: Channel): Way {
  if (channel === 'EMAIL' ? hasMail() : hasPhone()) return 'sent'
  return isMailboxOpen() ? 'kept' : 'off'
}

/** The development mailbox: on a local desk that could not send anything anyway. */
export function isMailboxOpen(): boolean {
  return env().COUNTERSIGN_ENV === 'local' && !hasMail() && !hasPhone()
}

function hasMail(): boolean {
  return Boolean(env().RESEND_API_KEY)
}

function hasPhone(): boolean {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM_NUMBER } = env()
  return Boolean(TWILIO_ACCOUNT_SID && TWILIO_AUTH_TOKEN && TWILIO_FROM_NUMBER)
}

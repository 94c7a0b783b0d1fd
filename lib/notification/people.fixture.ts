import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { ownDesk } from '@/test/desk-environment'
import { type Person, person } from '@/test/factories/people'
import { startResend } from '@/test/fakes/resend'
import { startTwilio } from '@/test/fakes/twilio'
import { sendMessage } from './message.job'
import { putNotifications } from './put-notifications'
import { PutNotifications } from './schemas'
import { verifyContact } from './verify-contact'

const ACCOUNT = `AC${'0'.repeat(32)}`

/** A desk that sends by vendors of ours. Close it after. */
export async function sendingDesk() {
  const [resend, twilio] = [await startResend('re_test'), await startTwilio(ACCOUNT, 'secret')]
  const own = await ownDesk({
    APP_URL: 'http://desk.example.org',
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: resend.url,
    MAIL_FROM: 'Countersign <desk@example.org>',
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: 'secret',
    TWILIO_FROM_NUMBER: '+15550009999',
    TWILIO_BASE_URL: twilio.url,
  })
  const close = async () => {
    await database().close()
    await Promise.all([own.drop(), resend.close(), twilio.close()])
  }
  /** Nothing waits, nothing was sent, nobody was written to before. */
  const empty = async () => {
    await database().prisma.message.deleteMany()
    resend.mails.length = 0
    twilio.texts.length = 0
  }
  /** The code that came last, after all that waits was sent. */
  const codeBy = async (channel: 'email' | 'phone', now?: Date) => {
    await sendWaiting(now)
    const said = channel === 'email' ? resend.mails.at(-1)?.text : twilio.texts.at(-1)?.body
    return /\b\d{6}\b/.exec(said ?? '')?.[0] ?? 'none'
  }
  /** Somebody with a verified mail address, and a verified number if given. */
  const reachable = async (
    email = 'ada@example.org',
    { phone, ...options }: { phone?: string; index?: number } = {},
  ): Promise<Person> => {
    const somebody = await person(options)
    await putNotifications(somebody.ctx, PutNotifications.parse({ email }))
    await verifyContact(somebody.ctx, { channel: 'email', code: await codeBy('email') })
    if (!phone) return somebody
    await putNotifications(somebody.ctx, PutNotifications.parse({ phone }))
    await verifyContact(somebody.ctx, { channel: 'phone', code: await codeBy('phone') })
    return somebody
  }
  return { resend, twilio, close, empty, codeBy, reachable }
}

/** What the worker would do with every message that waits now. */
export async function sendWaiting(now = new Date()): Promise<void> {
  const { prisma } = database()
  const waiting = await prisma.message.findMany({ where: { status: 'PENDING' }, orderBy: { createdAt: 'asc' } })
  for (const { id } of waiting) await sendMessage.run(systemContext('test', now), { id })
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { createApiKey } from '@/lib/identity/api-key/create'
import { actIn } from '@/lib/identity/organization/act-in'
import { createOrganization } from '@/lib/identity/organization/create'
import { at, type Person, person, signedIn } from '@/test/factories/people'
import { DEFAULT_TYPES } from './choices'
import { eraseContacts } from './erase-contacts'
import { getNotifications } from './get-notifications'
import { sendMessage, WAITS_SECONDS } from './message.job'
import { sendingDesk, sendWaiting } from './people.fixture'
import { putNotifications } from './put-notifications'
import { PutNotifications, VerifyContact } from './schemas'
import { verifyContact } from './verify-contact'

let desk: Awaited<ReturnType<typeof sendingDesk>>
beforeAll(async () => {
  desk = await sendingDesk()
})
afterAll(() => desk.close())
beforeEach(() => desk.empty())

const code = (wanted: string, status?: number) =>
  expect.objectContaining({ code: wanted, ...(status ? { status } : {}) })
const put = (ctx: Ctx, body: object) => putNotifications(ctx, PutNotifications.parse(body))
const verify = (ctx: Ctx, channel: 'email' | 'phone', given: string) =>
  verifyContact(ctx, VerifyContact.parse({ channel, code: given }))

const endpointOf = ({ userId }: Person, kind = 'EMAIL') =>
  database().prisma.endpoint.findFirst({ where: { userId, kind } })

describe('a mail address', () => {
  it('is written to once its code came back', async () => {
    const ada = await person()
    expect(await put(ada.ctx, { email: ' ada@example.org ' })).toMatchObject({
      email: { address_hint: 'a…@example.org', verified: false },
      phone: null,
      choices: [],
      channels: { email: 'sent', phone: 'sent' },
    })
    const digits = await desk.codeBy('email')
    expect(desk.resend.mails).toEqual([
      expect.objectContaining({ to: 'ada@example.org', from: 'Countersign <desk@example.org>' }),
    ])
    const after = await verify(ada.ctx, 'email', digits)
    expect(after).toMatchObject({ email: { verified: true, code_expires_at: null } })
    expect(after.choices).toEqual([...DEFAULT_TYPES].sort().map((type) => ({ type, email: true, sms: false })))
    expect(await endpointOf(ada)).toMatchObject({ status: 'ACTIVE', organizationId: ada.organizationId })
  })

  it('is sealed at rest, as is what was sent, and gone from what was sent', async () => {
    const ada = await person()
    await put(ada.ctx, { email: 'sealed@example.org' })
    const look = async () =>
      JSON.stringify(
        await database().pool.query(`SELECT (SELECT json_agg(c) FROM contacts c) AS c, (SELECT json_agg(m) FROM messages m) AS m,
          (SELECT json_agg(a) FROM audit_log a) AS a, (SELECT json_agg(e) FROM events e) AS e,
          (SELECT json_agg(j.payload) FROM graphile_worker._private_jobs j) AS j`),
      )
    expect(await look()).not.toContain('sealed@')
    expect(await look()).not.toContain(Buffer.from('sealed@').toString('hex'))
    await sendWaiting()
    expect(await database().prisma.message.count({ where: { status: 'SENT', sealed: { not: null } } })).toBe(0)
  })

  it('takes no other code than its own, five times, and then none', async () => {
    const ada = await person()
    await put(ada.ctx, { email: 'ada@example.org' })
    const right = await desk.codeBy('email')
    const wrong = right === '000000' ? '000001' : '000000'
    for (let i = 0; i < 5; i++) await expect(verify(ada.ctx, 'email', wrong)).rejects.toEqual(code('E9004', 400))
    await expect(verify(ada.ctx, 'email', right)).rejects.toEqual(code('E9004', 409))
    expect((await getNotifications(ada.ctx)).email).toMatchObject({ verified: false })

    await put(ada.ctx, { email: 'ada@example.org' })
    await expect(verify(ada.ctx, 'email', await desk.codeBy('email'))).resolves.toBeDefined()
  })

  it('takes five wrong codes at once as five', async () => {
    const ada = await person()
    await put(ada.ctx, { email: 'ada@example.org' })
    const right = await desk.codeBy('email')
    const wrong = right === '000000' ? '000001' : '000000'
    await Promise.allSettled(Array.from({ length: 8 }, () => verify(ada.ctx, 'email', wrong)))
    await expect(verify(ada.ctx, 'email', right)).rejects.toEqual(code('E9004', 409))
  })

  it('takes no code after 15 minutes, nor somebody else’s', async () => {
    const [ada, bob] = [await person(), await person()]
    await put(ada.ctx, { email: 'ada@example.org' })
    const digits = await desk.codeBy('email')
    await expect(verify(bob.ctx, 'email', digits)).rejects.toEqual(code('E9004', 409))
    const late = at(ada.ctx, addSeconds(ada.ctx.now, 15 * 60 + 1))
    await expect(verify(late, 'email', digits)).rejects.toEqual(code('E9004', 409))
  })

  it('gets three codes in ten minutes and ten in a day: E9003', async () => {
    const ada = await person()
    const minutes = (n: number) => at(ada.ctx, addSeconds(ada.ctx.now, n * 60))
    for (let i = 0; i < 3; i++) await put(minutes(i), { email: `ada${i}@example.org` })
    const fourth = put(minutes(3), { email: 'ada@example.org' })
    await expect(fourth).rejects.toEqual(expect.objectContaining({ code: 'E9003', headers: { 'retry-after': '420' } }))
    expect((await getNotifications(ada.ctx)).email?.address_hint).toBe('a…@example.org')

    for (let i = 1; i <= 7; i++) await put(minutes(11 * i), { email: `ada${i}@example.org` })
    await expect(put(minutes(200), { email: 'x@example.org' })).rejects.toEqual(code('E9003'))
    await expect(put(minutes(60 * 24 + 5), { email: 'x@example.org' })).resolves.toBeDefined()
  })

  it('gets five codes in a day, whoever asks: E9003', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => person()))
    const asked = await Promise.allSettled(people.map(({ ctx }) => put(ctx, { email: 'Victim@example.org' })))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect(asked.find(({ status }) => status === 'rejected')).toMatchObject({ reason: code('E9003') })
    await sendWaiting()
    expect(desk.resend.mails).toHaveLength(5)

    const ada = await person()
    await expect(put(ada.ctx, { email: 'victim@example.org' })).rejects.toEqual(code('E9003'))
    await expect(put(ada.ctx, { email: 'other@example.org' })).resolves.toBeDefined()
    const tomorrow = at(ada.ctx, addSeconds(ada.ctx.now, 86_401))
    await expect(put(tomorrow, { email: 'victim@example.org' })).resolves.toBeDefined()
  })

  it('is not written to while its new one is not verified, and hears that it was the last', async () => {
    const ada = await desk.reachable('old@example.org')
    desk.resend.mails.length = 0
    await put(ada.ctx, { email: 'new@example.org' })
    expect(await endpointOf(ada)).toMatchObject({ status: 'DISABLED', eventTypes: DEFAULT_TYPES })
    const digits = await desk.codeBy('email')
    const sorted = desk.resend.mails.map(({ to, subject }) => [to, subject.includes(digits)]).sort()
    expect(sorted).toEqual([
      ['new@example.org', true],
      ['old@example.org', false],
    ])
    await verify(ada.ctx, 'email', digits)
    expect(await endpointOf(ada)).toMatchObject({ status: 'ACTIVE' })
  })

  it('stays as it is when given again', async () => {
    const ada = await desk.reachable()
    await put(ada.ctx, { email: 'ada@example.org' })
    await sendWaiting()
    expect(desk.resend.mails).toHaveLength(1)
    expect((await getNotifications(ada.ctx)).email).toMatchObject({ verified: true })
  })

  it('is taken away with its choices', async () => {
    const ada = await desk.reachable()
    expect(await put(ada.ctx, { email: null })).toMatchObject({ email: null, choices: [] })
    expect(await endpointOf(ada)).toMatchObject({ status: 'DELETED', eventTypes: [] })
    await put(ada.ctx, { email: 'ada@example.org' })
    await verify(ada.ctx, 'email', await desk.codeBy('email'))
    expect((await getNotifications(ada.ctx)).choices).toHaveLength(DEFAULT_TYPES.length)
  })

  it.each([
    '',
    'ada',
    'ada@',
    'a b@example.org',
    'ada@example.org\r\nBcc: x@example.org',
    `${'x'.repeat(250)}@example.org`,
    'ada@example',
  ])('is not %j', (email) => expect(PutNotifications.safeParse({ email }).success).toBe(false))
})

describe('a number', () => {
  it('is verified by text message, and told of nothing by itself', async () => {
    const ada = await person()
    await put(ada.ctx, { phone: '+49 (151) 234-567 89' })
    const digits = await desk.codeBy('phone')
    expect(desk.twilio.texts).toEqual([expect.objectContaining({ to: '+4915123456789', from: '+15550009999' })])
    expect(await verify(ada.ctx, 'phone', digits)).toMatchObject({
      phone: { address_hint: '+49…89', verified: true },
      choices: [],
    })
  })

  it.each(['0151 1234567', '+0151', 'call me', '+1234567890123456'])('is not %j', (phone) =>
    expect(PutNotifications.safeParse({ phone }).success).toBe(false),
  )
})

describe('choices', () => {
  it('are of one organization, whole, and only where somebody can be told', async () => {
    const ada = await desk.reachable()
    const { id } = await createOrganization(ada.ctx, { name: 'Acme' })
    const acme = await actIn(ada.ctx, id)
    expect((await getNotifications(acme)).choices).toEqual([])

    const choices = [
      { type: 'challenge.*', email: true },
      { type: 'order.paid', email: true },
    ]
    expect((await put(acme, { choices })).choices).toEqual([
      { type: 'challenge.*', email: true, sms: false },
      { type: 'order.paid', email: true, sms: false },
    ])
    expect((await put(acme, { choices: [{ type: '*', email: true }] })).choices).toHaveLength(1)
    expect((await getNotifications(ada.ctx)).choices).toHaveLength(DEFAULT_TYPES.length)
    await expect(put(acme, { choices: [{ type: '*', sms: true }] })).rejects.toEqual(code('E9004', 400))
  })

  it.each(['', 'challenge.', '*.turn', 'challenge.**', 'a b', 'x\u0000', 'x'.repeat(129)])('are not of %j', (type) =>
    expect(PutNotifications.safeParse({ choices: [{ type, email: true }] }).success).toBe(false),
  )

  it('are not for API keys: E9007', async () => {
    const ada = await person()
    const { key } = await createApiKey(ada.ctx, {
      name: 'k',
      scopes: ['events:write', 'webhooks:write'],
      quotas: undefined,
      expires_at: undefined,
    })
    const byKey = await signedIn({ bearer: key })
    await expect(getNotifications(byKey)).rejects.toEqual(code('E9007'))
    await expect(put(byKey, { email: 'x@example.org' })).rejects.toEqual(code('E9007'))
  })
})

describe('a message', () => {
  const waiting = () => database().prisma.message.findFirstOrThrow({ where: { status: 'PENDING' } })

  it('handed over by a worker that died is taken once', async () => {
    const ada = await person()
    await put(ada.ctx, { email: 'ada@example.org' })
    const before = await waiting()
    const run = () => sendMessage.run(systemContext('test'), { id: before.id })
    await run()
    // As if it had died after the vendor's answer, before it noted that.
    await database().prisma.message.update({ where: { id: before.id }, data: before })
    const calls = desk.resend.calls()
    await run()
    expect([desk.resend.calls() - calls, desk.resend.mails.length]).toEqual([1, 1])
    expect(await database().prisma.message.findUnique({ where: { id: before.id } })).toMatchObject({ status: 'SENT' })
    await run()
    expect(desk.resend.calls() - calls).toBe(1)
  })

  it('is tried again after 429, 500, no answer and a wrong key, each time later', async () => {
    const ada = await person()
    await put(ada.ctx, { email: 'ada@example.org' })
    const { id } = await waiting()
    desk.resend.refuse(
      { status: 429, name: 'rate_limit_exceeded', retryAfter: 60 },
      { status: 500, name: 'internal_server_error' },
      'hang up',
      {
        status: 401,
        name: 'invalid_api_key',
      },
    )
    const expected = [60, ...WAITS_SECONDS.slice(1, 4)]
    for (const [i, wait] of expected.entries()) {
      const now = new Date()
      await sendMessage.run(systemContext('test', now), { id })
      const { rows } = await database().pool.query(
        `SELECT run_at FROM graphile_worker.jobs WHERE key = $1 AND task_identifier = 'send-message'`,
        [`send-message:${id}`],
      )
      expect(Math.round((rows[0].run_at.getTime() - now.getTime()) / 1000)).toBe(wait)
      expect(await waiting()).toMatchObject({ status: 'PENDING', attempts: i + 1 })
    }
    await sendMessage.run(systemContext('test'), { id })
    expect(desk.resend.mails.map(({ key }) => key)).toEqual([id])
  })

  it('is dead after a plain no, which quotes nobody', async () => {
    const ada = await person()
    await put(ada.ctx, { email: 'ada@example.org' })
    const { id } = await waiting()
    desk.resend.refuse({ status: 422, name: 'validation_error' })
    await sendMessage.run(systemContext('test'), { id })
    expect(await database().prisma.message.findUnique({ where: { id } })).toMatchObject({
      status: 'FAILED',
      sealed: null,
      reason: 'The service answered 422 (validation_error).',
    })
  })

  it('is not sent when its code counts no more', async () => {
    const ada = await person()
    await put(ada.ctx, { email: 'ada@example.org' })
    const { id } = await waiting()
    await sendMessage.run(systemContext('test', addSeconds(ada.ctx.now, 901)), { id })
    expect(desk.resend.mails).toHaveLength(0)
    expect(await database().prisma.message.findUnique({ where: { id } })).toMatchObject({ status: 'FAILED' })
  })
})

describe('erasing somebody', () => {
  it('takes their addresses, their choices and what waits for them', async () => {
    const ada = await desk.reachable()
    await put(ada.ctx, { phone: '+4915123456789' })
    await database().prisma.$transaction((tx) => eraseContacts(tx, ada.userId, new Date()))
    expect(await database().prisma.contact.count({ where: { userId: ada.userId } })).toBe(0)
    expect(await endpointOf(ada)).toMatchObject({ status: 'DELETED' })
    await sendWaiting()
    expect(desk.twilio.texts).toHaveLength(0)
  })
})

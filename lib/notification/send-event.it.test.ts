import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GET, POST } from '@/app/api/v1/notifications/unsubscribe/[token]/route'
import { addSeconds } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { startDeliveries } from '@/lib/delivery/deliver'
import type { DeliveredEvent, PushEndpoint } from '@/lib/delivery/types'
import { newId } from '@/lib/id'
import { actIn } from '@/lib/identity/organization/act-in'
import { addMember } from '@/lib/identity/organization/add-member'
import { createOrganization } from '@/lib/identity/organization/create'
import { removeMember } from '@/lib/identity/organization/remove-member'
import { ENOUGH, gatekeeperBody, lockedChallenge } from '@/test/factories/challenges'
import { anonymous, type Person, person } from '@/test/factories/people'
import type { Channel } from './channel'
import { sendingDesk } from './people.fixture'
import { putNotifications } from './put-notifications'
import { PutNotifications } from './schemas'
import { sendEventByMail, sendEventBySms } from './send-event'
import { getStopState, stopByLink } from './stop'

const NUMBER = '+4915123456789'
let desk: Awaited<ReturnType<typeof sendingDesk>>
beforeAll(async () => {
  desk = await sendingDesk()
})
afterAll(() => desk.close())
beforeEach(() => desk.empty())

async function endpointOf({ userId, organizationId }: Pick<Person, 'userId' | 'organizationId'>, kind: Channel) {
  const row = await database().prisma.endpoint.findFirstOrThrow({ where: { userId, organizationId, kind } })
  return { ...row, kind } as PushEndpoint
}
/** Somebody who chose to be told of everything by mail. */
const toldAll = async (email?: string) => {
  const somebody = await desk.reachable(email)
  await putNotifications(somebody.ctx, PutNotifications.parse({ choices: [{ type: '*', email: true }] }))
  return somebody
}
const eventOf = (organizationId: string, over: Partial<DeliveredEvent> = {}): DeliveredEvent => ({
  id: newId(),
  organization_id: organizationId,
  type: 'order.paid',
  subject: 'order-1',
  sequence: 1,
  source: 'desk',
  data: {},
  metadata: {},
  created_at: new Date(),
  ...over,
})
const mailTo = async (who: Person, over: Partial<DeliveredEvent> = {}) =>
  sendEventByMail(await endpointOf(who, 'EMAIL'), eventOf(who.organizationId, over), new Date())

describe('an event by mail', () => {
  it('names what it is about to whoever may see it', async () => {
    const [ada, bob] = [await toldAll(), await person({ index: 2 })]
    const { id } = await lockedChallenge(ada, bob, gatekeeperBody(ENOUGH, { visibility: 'parties' }))
    desk.resend.mails.length = 0
    const event = {
      type: 'challenge.completed',
      subject: id,
      data: { outcome: 'FULFILLED', receipt_id: `0x${'ab'.repeat(32)}` },
    }
    expect(await mailTo(ada, event)).toMatchObject({ kind: 'answered', status: 200 })
    expect(desk.resend.mails).toEqual([
      expect.objectContaining({ to: 'ada@example.org', subject: 'Completed: “Bike for 0.4 ETH”' }),
    ])

    const eve = await toldAll('eve@example.org')
    await mailTo(eve, event)
    expect(desk.resend.mails.at(-1)).toMatchObject({ subject: 'Completed: a challenge' })
  })

  it('sent twice is taken once, also when its words changed in between', async () => {
    const ada = await toldAll()
    desk.resend.mails.length = 0
    const id = newId()
    const results = [
      await mailTo(ada, { id, source: 'one' }),
      await mailTo(ada, { id, source: 'one' }),
      await mailTo(ada, { id, source: 'two' }),
    ]
    expect(results.map((answer) => answer.kind === 'answered' && answer.status)).toEqual([200, 200, 200])
    expect(desk.resend.mails).toHaveLength(1)
  })

  it.each([
    [
      { status: 429, name: 'rate_limit_exceeded', retryAfter: 7 },
      { kind: 'answered', status: 429, retryAfterSeconds: 7, text: 'rate_limit_exceeded' },
    ],
    [
      { status: 500, name: 'internal_server_error' },
      { kind: 'answered', status: 500 },
    ],
    [
      { status: 422, name: 'validation_error' },
      { kind: 'answered', status: 422 },
    ],
    [
      { status: 410, name: 'gone' },
      { kind: 'answered', status: 400 },
    ],
    [{ status: 403, name: 'invalid_api_key' }, { kind: 'failed' }],
    ['hang up' as const, { kind: 'failed' }],
  ])('answered %j is told so, and quotes nobody', async (refusal, expected) => {
    const ada = await toldAll()
    desk.resend.refuse(refusal)
    const answer = await mailTo(ada)
    expect(answer).toMatchObject(expected)
    expect(JSON.stringify(answer)).not.toContain('@')
  })

  it('is not sent to who is no member any more, has no address, or a new one that is not verified', async () => {
    const [owner, ada] = [await person(), await toldAll()]
    const { id } = await createOrganization(owner.ctx, { name: 'Acme' })
    await addMember(owner.ctx, { id, user_id: ada.userId, role: 'reader' })
    const choices = [{ type: '*', email: true }]
    await putNotifications(await actIn(ada.ctx, id), PutNotifications.parse({ choices }))
    const at = await endpointOf({ userId: ada.userId, organizationId: id }, 'EMAIL')
    const tell = () => sendEventByMail(at, eventOf(id), new Date())
    desk.resend.mails.length = 0

    expect(await tell()).toMatchObject({ kind: 'answered', status: 200 })
    expect(desk.resend.mails.at(-1)?.text).toContain('chose to be told of order paid of Acme')
    await putNotifications(ada.ctx, { email: 'new@example.org' })
    expect(await tell()).toMatchObject({ kind: 'void' })
    await putNotifications(ada.ctx, { email: null })
    expect(await tell()).toMatchObject({ kind: 'void' })

    const bob = await toldAll('bob@example.org')
    await addMember(owner.ctx, { id, user_id: bob.userId, role: 'member' })
    await putNotifications(await actIn(bob.ctx, id), PutNotifications.parse({ choices }))
    const his = await endpointOf({ userId: bob.userId, organizationId: id }, 'EMAIL')
    await removeMember(owner.ctx, { id, user: bob.userId })
    desk.resend.mails.length = 0
    expect(await sendEventByMail(his, eventOf(id), new Date())).toMatchObject({ kind: 'void' })
    expect(desk.resend.mails).toEqual([])
  })

  it('is not sent once it was stopped or not chosen any more', async () => {
    const ada = await toldAll()
    desk.resend.mails.length = 0
    const choose = (choices: object[]) => putNotifications(ada.ctx, PutNotifications.parse({ choices }))
    await choose([{ type: 'challenge.*', email: true }])
    expect(await mailTo(ada)).toEqual({ kind: 'void', reason: 'UNSUBSCRIBED' })
    await choose([{ type: 'order.*', email: true }])
    expect(await mailTo(ada)).toMatchObject({ kind: 'answered', status: 200 })
    expect(await mailTo(ada, { type: 'endpoint.probe' })).toMatchObject({ kind: 'answered', status: 200 })
    await choose([])
    expect(await mailTo(ada)).toMatchObject({ kind: 'void' })
    expect(await mailTo(ada, { type: 'endpoint.probe' })).toMatchObject({ kind: 'void' })
    expect(desk.resend.mails).toHaveLength(2)
  })

  it('is sent twenty times an hour to one person, also at once and of several organizations', async () => {
    const ada = await toldAll()
    const { id } = await createOrganization(ada.ctx, { name: 'Acme' })
    await putNotifications(await actIn(ada.ctx, id), PutNotifications.parse({ choices: [{ type: '*', email: true }] }))
    const [own, acme] = [
      await endpointOf(ada, 'EMAIL'),
      await endpointOf({ userId: ada.userId, organizationId: id }, 'EMAIL'),
    ]
    const tell = (to: PushEndpoint, seconds = 0) =>
      sendEventByMail(to, eventOf(to.organizationId), addSeconds(ada.ctx.now, seconds))
    desk.resend.mails.length = 0

    desk.resend.refuse({ status: 500, name: 'internal_server_error' })
    expect(await tell(own)).toMatchObject({ status: 500 })
    await Promise.all(Array.from({ length: 19 }, () => tell(own)))
    const answers = await Promise.all(Array.from({ length: 4 }, () => tell(acme, 3_599)))
    expect(answers.filter(({ kind }) => kind === 'answered')).toHaveLength(1)
    expect(answers).toContainEqual({ kind: 'void', reason: 'TOO_MANY' })
    expect(desk.resend.mails).toHaveLength(20)
    expect(await tell(own, 3_600)).toMatchObject({ kind: 'answered', status: 200 })
  })
})

describe('an event by text message', () => {
  const textTo = async (who: Person) =>
    sendEventBySms(await endpointOf(who, 'SMS'), eventOf(who.organizationId), new Date())
  const reachable = async () => {
    const ada = await desk.reachable('ada@example.org', { phone: NUMBER })
    await putNotifications(ada.ctx, PutNotifications.parse({ choices: [{ type: '*', sms: true }] }))
    desk.twilio.texts.length = 0
    return ada
  }

  it('is one short line with one link', async () => {
    expect(await textTo(await reachable())).toMatchObject({ kind: 'answered', status: 200 })
    expect(desk.twilio.texts).toEqual([
      { to: NUMBER, from: '+15550009999', body: 'order paid: order-1 http://desk.example.org/inbox' },
    ])
  })

  it.each([
    [
      { status: 429, code: 20_429 },
      { kind: 'answered', status: 429 },
    ],
    [
      { status: 503, code: 20_503 },
      { kind: 'answered', status: 503 },
    ],
    [
      { status: 400, code: 21_211 },
      { kind: 'answered', status: 400, text: '21211' },
    ],
    [{ status: 401, code: 20_003 }, { kind: 'failed' }],
    ['hang up' as const, { kind: 'failed' }],
  ])('answered %j is told so, and quotes nobody', async (refusal, expected) => {
    const ada = await reachable()
    desk.twilio.refuse(refusal)
    const answer = await textTo(ada)
    expect(answer).toMatchObject(expected)
    expect(JSON.stringify(answer)).not.toContain('+1555')
  })

  it('is sent ten times an hour', async () => {
    const ada = await reachable()
    const answers = await Promise.all(Array.from({ length: 12 }, () => textTo(ada)))
    expect(answers.filter(({ kind }) => kind === 'answered')).toHaveLength(10)
    expect(desk.twilio.texts).toHaveLength(10)
  })

  it('ends for a number that answered STOP', async () => {
    const ada = await reachable()
    desk.twilio.refuse({ status: 400, code: 21_610 })
    expect(await textTo(ada)).toMatchObject({ kind: 'void' })
    const row = await database().prisma.endpoint.findFirst({ where: { userId: ada.userId, kind: 'SMS' } })
    expect(row?.eventTypes).toEqual([])
  })
})

describe('the link that stops', () => {
  const linkIn = (header: string | undefined) =>
    /^<(.+)>$/
      .exec(header ?? '')?.[1]
      ?.split('/')
      .at(-1) ?? ''
  const post = (token: string, accept?: string) =>
    stopByLink(
      anonymous(),
      { token },
      new Request('http://desk.example.org/x', { method: 'POST', headers: accept ? { accept } : {} }),
    )

  it('works by one click, without signing in, twice, and for its own organization alone', async () => {
    const ada = await toldAll()
    await mailTo(ada)
    const { headers } = desk.resend.mails.at(-1) ?? { headers: {} as Record<string, string> }
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    const token = linkIn(headers['List-Unsubscribe'])
    const { id } = await createOrganization(ada.ctx, { name: 'Acme' })
    const acme = await actIn(ada.ctx, id)
    await putNotifications(acme, PutNotifications.parse({ choices: [{ type: '*', email: true }] }))

    expect(await getStopState(anonymous(), { token })).toEqual({ kind: 'EMAIL', organization: null, stopped: false })
    expect(await post(token)).toEqual({ stopped: true })
    expect(await post(token)).toEqual({ stopped: true })
    expect(await getStopState(anonymous(), { token })).toMatchObject({ stopped: true })
    const left = await database().prisma.endpoint.findMany({
      where: { userId: ada.userId, eventTypes: { isEmpty: false } },
    })
    expect(left.map(({ organizationId }) => organizationId)).toEqual([id])

    const audit = await database().prisma.auditEntry.findMany({ where: { action: 'notifications.stopped' } })
    expect(audit).toEqual([expect.objectContaining({ actor: 'desk', target: `user:${ada.userId}` })])
  })

  it('is open to programs without any credentials, and a look at it stops nothing', async () => {
    const ada = await toldAll()
    await mailTo(ada)
    const url = /^<(.+)>$/.exec(desk.resend.mails.at(-1)?.headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
    const params = { params: { token: url.split('/').at(-1) ?? '' } }
    const looked = await GET(new Request(url), params)
    expect([looked.status, looked.headers.get('location')]).toEqual([303, url.replace('/api/v1/notifications', '')])
    expect(await getStopState(anonymous(), params.params)).toMatchObject({ stopped: false })

    const body = 'List-Unsubscribe=One-Click'
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await POST(new Request(url, { method: 'POST', body, headers }), params)
    expect([answer.status, await answer.json()]).toEqual([200, { stopped: true }])
    expect(await getStopState(anonymous(), params.params)).toMatchObject({ stopped: true })
  })

  it('leads a browser back to its page', async () => {
    const ada = await toldAll()
    await mailTo(ada)
    const token = linkIn(desk.resend.mails.at(-1)?.headers['List-Unsubscribe'])
    const answer = await post(token, 'text/html,application/xhtml+xml')
    expect(answer instanceof Response && [answer.status, answer.headers.get('location')]).toEqual([
      303,
      `http://desk.example.org/unsubscribe/${token}`,
    ])
  })

  it.each(['x'.repeat(43), `${'A'.repeat(42)}`, 'AAAA'])('is not %s: E9008', async (token) => {
    await expect(post(token)).rejects.toMatchObject({ code: 'E9008' })
    expect(await getStopState(anonymous(), { token })).toBeNull()
  })
})

describe('from the log to the letter', () => {
  it('tells each side that it is its turn, once', async () => {
    const [ada, bob] = [
      await desk.reachable('turn@example.org'),
      await desk.reachable('turn@example.net', { index: 3 }),
    ]
    const told = () =>
      desk.resend.mails.filter(({ to }) => to.startsWith('turn@')).map(({ to, subject }) => [to, subject])
    const delivering = startDeliveries()
    try {
      desk.resend.mails.length = 0
      await lockedChallenge(ada, bob)
      await expect.poll(told, { timeout: 15_000 }).toHaveLength(2)
      // What was not asked for has been passed over by then, too.
      await expect.poll(() => database().prisma.delivery.count({ where: { dueAt: { not: null } } })).toBe(0)
      expect(told().sort()).toEqual([
        ['turn@example.net', 'Your turn: “Bike for 0.4 ETH”'],
        ['turn@example.org', 'Your turn: “Bike for 0.4 ETH”'],
      ])
    } finally {
      await delivering()
    }
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { sendingDesk, sendWaiting } from '@/lib/notification/people.fixture'
import { stopByLink } from '@/lib/notification/stop'
import { acceptedChallenge, draft, gatekeeperBody, inviteOf, sentChallenge } from '@/test/factories/challenges'
import { anonymous, at, type Person, person } from '@/test/factories/people'
import { inviteByMail } from './invite-by-mail'

let desk: Awaited<ReturnType<typeof sendingDesk>>
beforeAll(async () => {
  desk = await sendingDesk()
})
afterAll(() => desk.close())
beforeEach(() => desk.empty())

const invite = (who: Person, id: string, email = 'bob@example.org', seconds = 0) =>
  inviteByMail(at(who.ctx, addSeconds(who.ctx.now, seconds)), { id, email })
const code = (wanted: string) => expect.objectContaining({ code: wanted })

describe('an invite by mail', () => {
  it('carries the link, and leaves no address behind', async () => {
    const ada = await person()
    const challenge = await sentChallenge(ada)
    expect(await invite(ada, challenge.id)).toEqual({ address_hint: 'b…@example.org', left_today: 9 })
    await sendWaiting()
    expect(desk.resend.mails).toEqual([
      expect.objectContaining({ to: 'bob@example.org', subject: 'You are invited to sign “Bike for 0.4 ETH”' }),
    ])
    expect(desk.resend.mails[0]?.text).toContain(`/join/${inviteOf(challenge)}`)

    const { rows } = await database().pool.query(
      'SELECT json_agg(a) AS a, (SELECT json_agg(m) FROM messages m) AS m FROM audit_log a',
    )
    expect(JSON.stringify(rows)).toContain('challenge.invited')
    expect(JSON.stringify(rows)).not.toContain('bob@')
  })

  it('goes to one address once for each revision, and ten times a day', async () => {
    const ada = await person()
    const { id } = await sentChallenge(ada)
    await invite(ada, id)
    expect(await invite(ada, id, ' bob@example.org'.trim())).toMatchObject({ left_today: 9 })
    for (let i = 1; i < 10; i++) await invite(ada, id, `bob${i}@example.org`)
    await expect(invite(ada, id, 'late@example.org')).rejects.toEqual(code('E9003'))
    await sendWaiting()
    expect(desk.resend.mails).toHaveLength(10)
    const other = await sentChallenge(ada)
    await expect(invite(ada, other.id)).resolves.toMatchObject({ left_today: 9 })
    await expect(invite(ada, id, 'late@example.org', 86_401)).resolves.toBeDefined()
  })

  it('is not sent where somebody asked for none, and that is nobody’s to know', async () => {
    const ada = await person()
    const { id } = await sentChallenge(ada)
    await invite(ada, id, 'Stop@example.org')
    await sendWaiting()
    const link = desk.resend.mails[0]?.headers['List-Unsubscribe'] ?? ''
    const token = /([\w-]+)>$/.exec(link)?.[1] ?? ''
    await stopByLink(anonymous(), { token }, new Request('http://desk.example.org/x', { method: 'POST' }))

    const other = await sentChallenge(ada)
    const answers = [await invite(ada, other.id, 'stop@example.org'), await invite(ada, other.id, 'else@example.org')]
    expect(answers).toEqual([
      { address_hint: 's…@example.org', left_today: 9 },
      { address_hint: 'e…@example.org', left_today: 8 },
    ])
    await sendWaiting()
    expect(desk.resend.mails.map(({ to }) => to)).toEqual(['Stop@example.org', 'else@example.org'])
    expect(await database().prisma.message.count({ where: { sealed: { not: null } } })).toBe(0)
  })

  it('goes to one address five times a day, whoever asks, and is counted alike where none are wanted', async () => {
    const people = await Promise.all(Array.from({ length: 7 }, () => person()))
    const { id } = await sentChallenge(people[0] as Person)
    await invite(people[0] as Person, id, 'no@example.org')
    await sendWaiting()
    const token = /([\w-]+)>$/.exec(desk.resend.mails[0]?.headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
    await stopByLink(anonymous(), { token }, new Request('http://desk.example.org/x', { method: 'POST' }))
    await desk.empty()

    const challenges = await Promise.all(people.map((who) => sentChallenge(who)))
    for (const email of ['bob@example.org', 'no@example.org']) {
      const asked = await Promise.allSettled(people.map((who, i) => invite(who, challenges[i]?.id ?? '', email)))
      expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
      expect(asked.find(({ status }) => status === 'rejected')).toMatchObject({ reason: code('E9003') })
    }
    await sendWaiting()
    expect(desk.resend.mails).toHaveLength(5)
  })

  it('is its creator’s alone, while anybody who has the link may accept', async () => {
    const [ada, bob] = [await person(), await person()]
    const open = await sentChallenge(ada)
    await expect(invite(bob, open.id)).rejects.toEqual(code('E9007'))
    await expect(invite(ada, (await draft(ada)).id)).rejects.toEqual(code('E3011'))
    const named = await sentChallenge(ada, gatekeeperBody(undefined, { counterparty: bob.address }))
    await expect(invite(ada, named.id)).rejects.toEqual(code('E3011'))
    const { id } = await acceptedChallenge(ada, bob)
    await expect(invite(ada, id)).rejects.toEqual(code('E3011'))
    expect(await database().prisma.message.count({ where: { template: 'invite', status: 'PENDING' } })).toBe(0)
  })
})

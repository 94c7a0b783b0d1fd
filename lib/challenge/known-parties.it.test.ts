import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { database } from '@/lib/db/client'
import { ownDesk } from '@/test/desk-environment'
import { acceptedChallenge, as, draft, gatekeeperBody, sentChallenge } from '@/test/factories/challenges'
import { anonymous, type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { getDraft } from './get-draft'
import { KnownPartiesAnswer, listKnownParties } from './list-known-parties'

let desk: TestDatabase
let creator: Person
let bob: Person
let eve: Person
beforeAll(async () => {
  desk = await ownDesk()
  ;[creator, bob, eve] = await Promise.all([person(), person({ index: 1 }), person()])
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

const dealt = async (who: Person) =>
  (await listKnownParties(as(who))).data.filter(({ relation }) => relation === 'dealt').map(({ address }) => address)
const named = (who: Person) => gatekeeperBody(undefined, { counterparty: who.address })

describe('whom somebody has reason to know', () => {
  it('is themselves, and nobody else at first', async () => {
    const { data } = await listKnownParties(as(eve))
    expect(data).toEqual([{ address: eve.address.toLowerCase(), relation: 'own' }])
    expect(KnownPartiesAnswer.safeParse({ data, next_cursor: null }).success).toBe(true)
  })

  it('is the other side, once something was sent to them, each once', async () => {
    await draft(creator, named(eve))
    expect(await dealt(creator)).toEqual([])

    await acceptedChallenge(creator, bob)
    await acceptedChallenge(creator, bob)
    expect(await dealt(creator)).toEqual([bob.address.toLowerCase()])
    expect(await dealt(bob)).toEqual([creator.address.toLowerCase()])

    await sentChallenge(creator, named(eve))
    expect(await dealt(creator)).toEqual([eve, bob].map(({ address }) => address.toLowerCase()))
    // Anybody can send somebody a challenge: that makes nobody known to them.
    expect(await dealt(eve)).toEqual([])
  })

  it('is nobody’s business but theirs', async () => {
    await expect(listKnownParties(anonymous())).rejects.toMatchObject({ code: 'E9005' })
  })
})

describe('a draft that is opened again', () => {
  it('has all its creator chose', async () => {
    const expires_at = new Date(Date.now() + 86_400_000)
    const { id } = await draft(creator, {
      ...named(bob),
      terms: { place: 'Berlin' },
      expires_at: expires_at.toISOString(),
    })
    expect(await getDraft(as(creator), { id })).toMatchObject({
      id,
      title: 'Bike for 0.4 ETH',
      terms: { place: 'Berlin' },
      counterparty: bob.address.toLowerCase(),
      expires_at,
      resolution_due_at: null,
      requirements: { creator: null, counterparty: { network: 'eip155:31337' } },
    })
  })

  it('is nobody else’s, and none once it was sent', async () => {
    const { id } = await draft(creator, named(bob))
    await expect(getDraft(as(bob), { id })).rejects.toMatchObject({ code: 'E3010' })
    await expect(getDraft(anonymous(), { id })).rejects.toMatchObject({ code: 'E3010' })

    const sent = await sentChallenge(creator, named(bob))
    await expect(getDraft(as(creator), sent)).rejects.toMatchObject({ code: 'E3014' })
    await expect(getDraft(as(bob), sent)).rejects.toMatchObject({ code: 'E3010' })
  })
})

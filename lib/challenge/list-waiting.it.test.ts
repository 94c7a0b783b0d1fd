import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds, currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { ownDesk } from '@/test/desk-environment'
import {
  acceptedChallenge,
  as,
  confirmBy,
  draft,
  gatekeeperBody,
  lockedChallenge,
  sentChallenge,
} from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import { honest, startProviders } from '@/test/fakes/rpc-providers'
import { fundedAccount, rpcUrl } from '@/test/services/chain'
import { listChallenges } from './get'
import { listTitles } from './list-titles'
import { listWaiting } from './list-waiting'

let providers: Awaited<ReturnType<typeof startProviders>>
let desk: Awaited<ReturnType<typeof ownDesk>>
beforeAll(async () => {
  providers = await startProviders([honest, honest], rpcUrl())
  desk = await ownDesk({ RPC_31337: providers.urls.join(',') })
})
afterAll(async () => {
  await database().close()
  await Promise.all([desk.drop(), providers.close()])
})

const pair = () => Promise.all([person(), fundedAccount().then((account) => person({ account }))])
const waiting = async (who: Person, over = {}) =>
  (await listWaiting(as(who), { limit: 50, ...over })).data.map(({ id }) => id)

describe('what waits for somebody', () => {
  it('goes from one side to the other, and leaves both at the end', async () => {
    const [creator, bob] = await pair()
    const made = await draft(creator, gatekeeperBody(undefined, { counterparty: bob.address }))
    expect([await waiting(creator), await waiting(bob)]).toEqual([[made.id], []])

    const sent = await sentChallenge(creator, gatekeeperBody(undefined, { counterparty: bob.address }))
    expect([await waiting(creator), await waiting(bob)]).toEqual([[made.id], [sent.id]])

    const locked = await lockedChallenge(creator, bob)
    expect(await waiting(creator)).toEqual([locked.id, made.id].sort(byDeadline([locked, made])))
    expect(await waiting(bob)).toEqual([sent.id, locked.id])

    await confirmBy(creator, locked.id)
    expect([await waiting(creator), await waiting(bob)]).toEqual([[made.id], [sent.id, locked.id]])
    await confirmBy(bob, locked.id)
    expect(await waiting(bob)).toEqual([sent.id])
  })

  it('asks nothing of anybody while the desk reads the wallets, nor past a deadline', async () => {
    const [creator, bob] = await pair()
    await acceptedChallenge(creator, bob)
    expect([await waiting(creator), await waiting(bob)]).toEqual([[], []])

    await draft(creator)
    const later = addSeconds(currentTime(), 31 * 86_400)
    expect((await listWaiting(as(creator, later), { limit: 50 })).data).toEqual([])
  })

  it('comes in pages, the nearest deadline first, and can be narrowed', async () => {
    const [creator, bob] = await pair()
    const solo = await draft(creator, { mode: 'SOLO', title: 'I will run a marathon' })
    const drafts = [await draft(creator), await draft(creator)]
    const theirs = await sentChallenge(bob, gatekeeperBody(undefined, { counterparty: creator.address }))

    const first = await listWaiting(as(creator), { limit: 2 })
    expect(first.data.map(({ id }) => id)).toEqual([theirs.id, solo.id])
    const second = await listWaiting(as(creator), { limit: 2, cursor: first.next_cursor as string })
    expect(second.data.map(({ id }) => id)).toEqual(drafts.map(({ id }) => id))
    expect(second.next_cursor).toBeNull()
    await expect(
      listWaiting(as(creator), { limit: 2, mode: 'SOLO', cursor: first.next_cursor as string }),
    ).rejects.toMatchObject({ code: 'E9004' })

    expect(await waiting(creator, { mode: 'SOLO' })).toEqual([solo.id])
    expect(await waiting(creator, { role: 'counterparty' })).toEqual([theirs.id])
  })
})

it('open ones are those that have not ended', async () => {
  const [creator, bob] = await pair()
  const open = await draft(creator)
  const { id } = await lockedChallenge(creator, bob)
  await confirmBy(creator, id)
  await confirmBy(bob, id)
  const list = async (filter: object) =>
    (await listChallenges(as(creator), { limit: 50, ...filter })).data.map((challenge) => challenge.id)
  expect(await list({})).toEqual([id, open.id])
  expect(await list({ open: true })).toEqual([open.id])
})

it('titles are told to the parties alone, and a draft’s to its creator', async () => {
  const [creator, bob] = await pair()
  const own = await draft(creator, gatekeeperBody(undefined, { counterparty: bob.address }))
  const shared = await sentChallenge(creator, gatekeeperBody(undefined, { counterparty: bob.address }))
  const ids = [own.id, shared.id]
  expect(await listTitles(as(creator), ids)).toEqual({ [own.id]: own.title, [shared.id]: shared.title })
  expect(await listTitles(as(bob), ids)).toEqual({ [shared.id]: shared.title })
  expect(await listTitles(as(await person()), ids)).toEqual({})
})

const byDeadline = (challenges: { id: string; deadline: { at: Date } | null }[]) => (a: string, b: string) =>
  at(challenges, a) - at(challenges, b)
const at = (challenges: { id: string; deadline: { at: Date } | null }[], id: string) =>
  challenges.find((challenge) => challenge.id === id)?.deadline?.at.getTime() ?? 0

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fund } from './chain'
import { type Answer, type Challenge, type Client, newKey, signedIn } from './client'
import { withDatabase } from './database'
import { completed, confirmation, drafted, gatekeeper, inviteOf, locked, sent } from './deals'
import { type Desk, startDesk } from './desk'
import { follow, type StreamedEvent } from './follow'

let desk: Desk
let creator: Client
let bob: Client

beforeAll(async () => {
  desk = await startDesk()
  ;[creator, bob] = await Promise.all([signedIn(desk), signedIn(desk)])
  await fund(desk.rpcUrl, bob.address)
})
afterAll(() => desk?.close())

/** How often each answer came: `{ '200': 1, '409 E1007': 49 }`. */
function tally(answers: Answer[]): Record<string, number> {
  const names = answers.map(({ status, body }) => (status < 300 ? String(status) : `${status} ${body.code}`))
  return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((each) => each === name).length]))
}
const times = (count: number) => Array.from({ length: count }, (_, index) => index)
const count = async (sql: string, id: string) =>
  withDatabase(desk.databaseUrl, async (query) => (await query<{ n: number }>(sql, [id]))[0]?.n)

describe('many at once', () => {
  it('verify one signature: one of 50 is signed in', async () => {
    const proof = await bob.proveWallet()
    const answers = await Promise.all(times(50).map(() => bob.call('POST', '/wallet/verify', { body: proof })))

    expect(tally(answers)).toEqual({ '200': 1, '409 E1007': 49 })
  })

  it('create with one Idempotency-Key: there is one challenge', async () => {
    const ask = { body: gatekeeper(undefined, { external_id: 'order 7' }), ...newKey() }
    const answers = await Promise.all(times(20).map(() => creator.call<Challenge>('POST', '/challenges', ask)))
    const again = await creator.call<Challenge>('POST', '/challenges', ask)

    expect(again.status).toBe(201)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    const made = answers.filter(({ status }) => status === 201)
    expect(new Set(made.map(({ body }) => body.id))).toEqual(new Set([again.body.id]))
    expect(made.filter(({ headers }) => !headers.has('idempotency-replayed'))).toHaveLength(1)
    const list = await creator.get<{ data: Challenge[] }>('/challenges?external_id=order%207')
    expect(list.data.map(({ id }) => id)).toEqual([again.body.id])
  })

  it('accept one invite: the first has the deal', async () => {
    const challenge = await sent(creator)
    const invite = inviteOf(challenge)
    const takers = await Promise.all(times(6).map(() => signedIn(desk)))
    const signatures = await Promise.all(takers.map((taker) => taker.sign(challenge.id, { action: 'accept', invite })))
    const answers = await Promise.all(
      takers.map((taker, i) =>
        taker.call('POST', `/challenges/${challenge.id}/accept`, { body: { signature: signatures[i], invite } }),
      ),
    )

    expect(tally(answers)).toEqual({ '200': 1, '409 E3015': 5 })
  })

  it('confirm the same outcome in the same millisecond: one COMPLETED, one receipt', async () => {
    for (const _ of times(5)) {
      const { id } = await locked(creator, bob)
      const bodies = await Promise.all([creator, bob].map((one) => confirmation(one, id)))
      const answers = await Promise.all(
        [creator, bob].map((one, i) => one.call<Challenge>('POST', `/challenges/${id}/confirm`, { body: bodies[i] })),
      )

      expect(answers.map(({ body }) => body.status).sort()).toEqual(['COMPLETED', 'INTENT_LOCKED'])
      expect(await count('SELECT count(*)::int AS n FROM receipts WHERE subject_id = $1', id)).toBe(1)
      expect(
        await count(`SELECT count(*)::int AS n FROM events WHERE subject = $1 AND type = 'challenge.completed'`, id),
      ).toBe(2) // one for each side's organization
    }
  })
})

describe('the event stream', () => {
  const about = (subject: string | undefined, type: string) => (event: StreamedEvent) =>
    event.subject === subject && event.type === type

  it('tells both sides everything once, also across a cut line', async () => {
    const [ofCreator, ofBob] = await Promise.all([follow(creator), follow(bob)])
    const { id } = await locked(creator, bob)
    await ofBob.until(about(id, 'challenge.locked'))
    await ofBob.cut()

    await creator.post(`/challenges/${id}/confirm`, await confirmation(creator, id))
    const done = await bob.post<Challenge>(`/challenges/${id}/confirm`, await confirmation(bob, id))
    const resumed = await follow(bob, ofBob.events.at(-1)?.place)
    const isLast = about(done.receipt_id, 'receipt.anchored')
    await Promise.all([ofCreator.until(isLast), resumed.until(isLast)])
    await Promise.all([ofCreator.cut(), resumed.cut()])

    expect(resumed.events.some(about(id, 'challenge.completed'))).toBe(true)
    const told = [
      { client: creator, events: ofCreator.events },
      { client: bob, events: [...ofBob.events, ...resumed.events] },
    ]
    for (const { client, events } of told) {
      const { data } = await client.get<{ data: { id: string }[] }>('/events?order=newest&limit=200')
      const listed = data.map((event) => event.id).reverse()
      const from = listed.indexOf(events[0]?.id ?? '')
      expect(events.map((event) => event.id)).toEqual(listed.slice(from, from + events.length))

      const ofThis = events.filter((event) => event.subject === id)
      expect(ofThis.map(({ sequence }) => sequence)).toEqual(ofThis.map((_, index) => index + 1))
    }
  })

  it('tells what happened while nobody listened', async () => {
    const first = await follow(creator)
    const { id } = await drafted(creator)
    await first.until(about(id, 'challenge.created'))
    await first.cut()
    const done = await completed(creator, bob)

    const resumed = await follow(creator, first.events.at(-1)?.place)
    await resumed.until(about(done.id, 'challenge.completed'))
    await resumed.cut()
    const ofDone = resumed.events.filter((event) => event.subject === done.id)
    expect(ofDone.map(({ sequence }) => sequence)).toEqual(ofDone.map((_, index) => index + 1))
  })
})

import type { EventBody } from './event-draft'
import type { Accepted, ItemView, LeasedView, WholeItemView } from './types'

/** What a scenario does at the desk, as any consumer would. */
export type ScenarioDesk = {
  publish(body: EventBody): Promise<Accepted>
  /** The item of this type alone, as lists have it; null until it has come. */
  find(type: string): Promise<ItemView | null>
  read(id: string): Promise<WholeItemView>
  lease(type: string): Promise<LeasedView | null>
  ack(id: string, handle: string): Promise<unknown>
  bringBack(id: string): Promise<unknown>
  pause(ms: number): Promise<unknown>
}

export type Step = { look: 'ok' | 'wait' | 'no'; says: string }
type Tell = (step: Step) => void
export type Scenario = {
  name: string
  says: string
  /** Ends when it is over; what it throws is told as its last step. */
  run(desk: ScenarioDesk, tell: Tell, started: (id: string) => void): Promise<void>
}

const LOOKS = 60
const LOOK_MS = 500

export const SCENARIOS: Scenario[] = [
  {
    name: 'Happy path',
    says: 'An event is published, comes into the inbox, is leased, and acknowledged.',
    async run(desk, tell, started) {
      const { id, type } = await begin(desk, tell, started, {})
      await leaseAndAck(desk, tell, id, type)
    },
  },
  {
    name: 'Retry logic',
    says: 'The first two tries of each delivery fail. The inbox hands it out at the third.',
    async run(desk, tell, started) {
      const { id, type } = await begin(desk, tell, started, { fail: 2 })
      await leaseAndAck(desk, tell, id, type)
    },
  },
  {
    name: 'Dead letter flow',
    says: 'Four tries fail, which makes it a dead letter. Brought back by hand, it is leased and acknowledged.',
    async run(desk, tell, started) {
      const { id, type } = await begin(desk, tell, started, { fail: 4 })
      const { status } = await tryLeases(desk, tell, id, type)
      if (status !== 'DEAD') throw new Error('It did not become a dead letter.')
      tell({ look: 'wait', says: 'It is a dead letter now.' })
      await desk.bringBack(id)
      tell({ look: 'ok', says: 'Brought back by hand.' })
      await leaseAndAck(desk, tell, id, type)
    },
  },
]

/** Publishes one event of a type nobody else has, and waits until it is in the inbox. */
async function begin(desk: ScenarioDesk, tell: Tell, started: (id: string) => void, debug: { fail?: number }) {
  const type = `sandbox.run-${crypto.randomUUID().slice(0, 8)}`
  const { id, sequence } = await desk.publish({ type, payload: { scenario: true }, metadata: { subject: type }, debug })
  started(id)
  tell({ look: 'ok', says: `Published and accepted, number ${sequence} of its subject.` })
  for (let look = 0; look < LOOKS; look++) {
    if (await desk.find(type)) {
      tell({ look: 'ok', says: 'It is in the inbox.' })
      return { id, type }
    }
    await desk.pause(LOOK_MS)
  }
  throw new Error('It did not come into the inbox within half a minute. Is the worker running?')
}

async function leaseAndAck(desk: ScenarioDesk, tell: Tell, id: string, type: string): Promise<void> {
  const { leased } = await tryLeases(desk, tell, id, type)
  if (!leased) throw new Error('It could not be leased.')
  tell({ look: 'ok', says: `Leased, try ${leased.attempt}.` })
  await desk.ack(id, leased.receipt_handle)
  const { status } = await desk.read(id)
  if (status !== 'DELIVERED') throw new Error('It was acknowledged, and yet it is not done with.')
  tell({ look: 'ok', says: 'Acknowledged: it is done with.' })
}

/** Leases until it is handed out or dead, telling of each try that failed on the way. */
async function tryLeases(desk: ScenarioDesk, tell: Tell, id: string, type: string) {
  let told = (await desk.read(id)).attempt_count
  for (let look = 0; look < LOOKS; look++) {
    const leased = await desk.lease(type)
    const item = await desk.read(id)
    for (const attempt of item.attempts.filter(({ number, outcome }) => number > told && outcome !== 'DELIVERED')) {
      tell({ look: 'wait', says: `Try ${attempt.number} failed. ${attempt.reason?.text ?? ''}`.trim() })
    }
    told = item.attempt_count
    if (leased || item.status === 'DEAD') return { leased, status: item.status }
    await desk.pause(LOOK_MS)
  }
  throw new Error('It was neither handed out nor given up within half a minute.')
}

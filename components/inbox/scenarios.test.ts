import { expect, it } from 'vitest'
import { SCENARIOS, type ScenarioDesk, type Step } from './scenarios'
import type { ItemView, LeasedView, WholeItemView } from './types'

/** A desk with one inbox, as far as scenarios go: what is asked to fail fails when it is leased. */
function smallDesk(): ScenarioDesk {
  let fail = 0
  let failures = 0
  let status: ItemView['status'] = 'PENDING'
  const attempts: WholeItemView['attempts'] = []
  const note = (outcome: 'RETRY' | 'DEAD' | 'DELIVERED') =>
    attempts.push({
      number: attempts.length + 1,
      at: '2026-11-20T12:00:00.000Z',
      duration_ms: null,
      outcome,
      reason: outcome === 'DELIVERED' ? null : { code: 'DEBUG', text: 'The event asked to fail.' },
      next_at: null,
    })
  const read = async () => ({ status, attempts: [...attempts], attempt_count: attempts.length }) as WholeItemView
  return {
    publish: async ({ debug }) => {
      fail = debug?.fail ?? 0
      return { id: 'e', status: 'ACCEPTED', sequence: 1 }
    },
    find: read,
    read,
    lease: async () => {
      if (attempts.length >= fail) return { receipt_handle: 'h', attempt: attempts.length + 1 } as LeasedView
      failures += 1
      status = failures === 4 ? 'DEAD' : 'RETRYING'
      note(status === 'DEAD' ? 'DEAD' : 'RETRY')
      return null
    },
    ack: async () => {
      status = 'DELIVERED'
      note('DELIVERED')
    },
    bringBack: async () => {
      status = 'PENDING'
      failures = 0
    },
    pause: async () => {},
  }
}

it.each([
  ['Happy path', ['Leased, try 1.']],
  [
    'Retry logic',
    ['Try 1 failed. The event asked to fail.', 'Try 2 failed. The event asked to fail.', 'Leased, try 3.'],
  ],
  [
    'Dead letter flow',
    ['Try 4 failed. The event asked to fail.', 'It is a dead letter now.', 'Brought back by hand.', 'Leased, try 5.'],
  ],
])('%s tells what happened, in order', async (name, said) => {
  const steps: Step[] = []
  await SCENARIOS.find((one) => one.name === name)?.run(
    smallDesk(),
    (step) => steps.push(step),
    () => {},
  )
  const all = steps.map(({ says }) => says)
  expect(all.filter((says) => said.includes(says))).toEqual(said)
  expect(all.at(-1)).toBe('Acknowledged: it is done with.')
})

it('tells nothing that did not happen', async () => {
  const desk = { ...smallDesk(), find: async () => null }
  const steps: Step[] = []
  const run = SCENARIOS[0]?.run(
    desk,
    (step) => steps.push(step),
    () => {},
  )
  await expect(run).rejects.toThrow('did not come into the inbox')
  expect(steps).toHaveLength(1)
})

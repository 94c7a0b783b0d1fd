import { expect, it } from 'vitest'
import type { LaneEndpoint } from './endpoint-store'
import { Lane } from './lane'
import type { DueDelivery } from './store'

const endpoint = { concurrency: 10, firstFailureAt: null } as LaneEndpoint
const due = (eventId: string) => ({ eventId }) as DueDelivery

it('begins as silent what has failed since its last success', () => {
  expect(new Lane(endpoint).isSilent).toBe(false)
  expect(new Lane({ ...endpoint, firstFailureAt: new Date() }).isSilent).toBe(true)
})

it('tells what it has in hand, which is not to be read again until it is settled', () => {
  const lane = new Lane(endpoint)
  expect(lane.beginReading()).toEqual([])
  lane.endReading([due('a'), due('b')])
  expect(lane.next()).toEqual(due('a'))
  expect(lane.beginReading()).toEqual(['a', 'b'])
  lane.settle('a')
  lane.endReading([])
  expect([lane.hasMore, lane.room(), lane.beginReading()]).toEqual([false, 0, ['b']])
})

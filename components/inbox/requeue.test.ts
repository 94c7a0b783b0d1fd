import { describe, expect, it, vi } from 'vitest'
import { requeueAll, requeueThese } from './requeue'
import { sayRequeued } from './say-requeued'
import type { RequeuedView } from './types'

const answers = (...given: Partial<RequeuedView>[]) => {
  const call = vi.fn()
  for (const one of given) call.mockResolvedValueOnce({ requeued: 0, left_out: [], more: false, ...one })
  return call
}

describe('bringing dead letters back', () => {
  it('asks for two hundred at a time', async () => {
    const call = answers({ requeued: 200 }, { requeued: 49, left_out: [{ reason: 'NOT_DEAD', count: 1 }] })
    const ids = Array.from({ length: 250 }, (_, i) => `id-${i}`)
    expect(await requeueThese(call, ids)).toMatchObject({ requeued: 249, left_out: [{ reason: 'NOT_DEAD', count: 1 }] })
    expect(call.mock.calls.map(([, , { body }]) => body.ids.length)).toEqual([200, 50])
  })

  it('goes on until there are no more, and stops where nothing moves', async () => {
    const call = answers({ requeued: 500, more: true }, { requeued: 20 })
    expect(await requeueAll(call, 'order.*')).toMatchObject({ requeued: 520, more: false })
    expect(call).toHaveBeenCalledTimes(2)

    const stuck = answers({ requeued: 0, more: true })
    await requeueAll(stuck, undefined)
    expect(stuck).toHaveBeenCalledTimes(1)
  })

  it('says what came of it', () => {
    expect(sayRequeued({ requeued: 1, left_out: [], more: false }).says).toBe('One is back in the inbox.')
    expect(sayRequeued({ requeued: 0, left_out: [{ reason: 'LIMIT', count: 2 }], more: false })).toEqual({
      look: 'wait',
      says: 'None is back in the inbox. 2 stayed: brought back three times already: an owner or admin may do it.',
    })
  })
})

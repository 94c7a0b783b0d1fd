import { describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '@/components/data/api'
import { makeBatch, sendBatch } from './send-batch'
import { ALL_TEMPLATES } from './templates'

const pause = async () => {}
const problem = (status: number, retryAfter: number | null = null) =>
  new ApiProblem(status, status === 429 ? 'E9003' : 'E9004', 'No.', [], null, retryAfter)

describe('a batch of events', () => {
  it('takes one example, or all in turn, each with its number', () => {
    const orders = makeBatch(3, 'order.placed', 'b1')
    expect(orders.map(({ type }) => type)).toEqual(['order.placed', 'order.placed', 'order.placed'])
    expect(orders.map(({ metadata }) => metadata?.number)).toEqual([1, 2, 3])
    expect(new Set(makeBatch(ALL_TEMPLATES.length, '', 'b2').map(({ type }) => type)).size).toBe(ALL_TEMPLATES.length)
  })

  it('is sent whole, each once, and waits when it is told to', async () => {
    const sent: unknown[] = []
    const waited = vi.fn(pause)
    let calls = 0
    const publish = async (body: { metadata?: object }) => {
      if (++calls === 5) throw problem(429, 7)
      sent.push(body.metadata)
    }
    const state = await sendBatch(makeBatch(20, '', 'b'), {
      publish,
      tell: () => {},
      isStopped: () => false,
      pause: waited,
    })
    expect(state).toEqual({ accepted: 20, refused: 0, why: null })
    expect(new Set(sent).size).toBe(20)
    expect(waited).toHaveBeenCalledExactlyOnceWith(7_000)
  })

  it('counts what is refused, and stops when it is told to', async () => {
    const told = vi.fn()
    const refused = await sendBatch(makeBatch(3, '', 'b'), {
      publish: async () => Promise.reject(problem(400)),
      tell: told,
      isStopped: () => false,
      pause,
    })
    expect(refused).toEqual({ accepted: 0, refused: 3, why: 'No.' })
    expect(told).toHaveBeenCalledTimes(3)

    const stopped = await sendBatch(makeBatch(3, '', 'b'), { publish: pause, tell: told, isStopped: () => true, pause })
    expect(stopped.accepted).toBe(0)
  })
})

import { describe, expect, it } from 'vitest'
import { inTurn } from './turns'

/** Work that ends when it is told to. */
function held() {
  let end: (() => void) | undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { end: () => end?.(), work: () => ended }
}

describe('inTurn', () => {
  it('does so many at once, lets so many wait, refuses more, and goes on in the order they came', async () => {
    const most = { atOnce: 1, waiting: 2 }
    const order: string[] = []
    const jobs = ['first', 'second', 'third'].map((name) => {
      const { end, work } = held()
      const started = inTurn('test', most, 'Later.', () => {
        order.push(name)
        return work()
      })
      return { end, started }
    })
    await expect(inTurn('test', most, 'Later.', async () => 1)).rejects.toMatchObject({
      code: 'E9003',
      status: 503,
      message: 'Later.',
    })
    expect(order).toEqual(['first'])
    for (const { end, started } of jobs) {
      end()
      await started
    }
    expect(order).toEqual(['first', 'second', 'third'])
    expect(await inTurn('test', most, 'Later.', async () => 1)).toBe(1)
  })

  it('gives its turn away when the work fails', async () => {
    const most = { atOnce: 1, waiting: 0 }
    const fails = () => inTurn('failing', most, 'Later.', () => Promise.reject(new Error('broken')))
    await expect(fails()).rejects.toThrow('broken')
    await expect(fails()).rejects.toThrow('broken')
  })
})

import { describe, expect, it, vi } from 'vitest'
import type { Provider } from './providers'
import { quorumRead } from './quorum-read'

type Says = number | 'fails' | 'hangs'

const provider = (host: string): Provider => ({ label: host, host, request: () => Promise.reject(new Error('unused')) })

function ask(says: Record<string, Says>, options: { q?: number; known?: Record<string, number> } = {}) {
  const asked: string[] = []
  const result = quorumRead<number>({
    providers: Object.keys(says).map(provider),
    q: options.q ?? 2,
    timeoutMs: 60,
    keyOf: String,
    known: ({ host }) => options.known?.[host],
    read: ({ host }) => {
      asked.push(host)
      const said = says[host]
      if (said === 'hangs') return new Promise(() => {})
      return said === 'fails' ? Promise.reject(new Error('no')) : Promise.resolve(said as number)
    },
  })
  return { result, asked }
}

describe('asking several providers', () => {
  it.each([
    ['two agree', { a: 1, b: 1 }, { status: 'agreed', value: 1, providersAgreed: 2 }],
    ['one lies', { a: 1, b: 1, c: 2 }, { status: 'agreed', value: 1, providersAgreed: 2 }],
    ['one fails', { a: 'fails', b: 1, c: 1 }, { status: 'agreed', value: 1, providersAgreed: 2 }],
    ['one hangs', { a: 'hangs', b: 1, c: 1 }, { status: 'agreed', value: 1, providersAgreed: 2 }],
    ['all agree', { a: 1, b: 1, c: 1 }, { status: 'agreed', value: 1 }],
    ['two against two', { a: 1, b: 1, c: 2, d: 2 }, { status: 'unclear', why: 'disagreed', answered: 4 }],
    ['one answer only', { a: 1, b: 'fails', c: 'hangs' }, { status: 'unclear', why: 'too few', answered: 1 }],
    ['no answer', { a: 'fails', b: 'fails' }, { status: 'unclear', why: 'too few', answered: 0 }],
    ['nobody to ask', {}, { status: 'unclear', why: 'too few', answered: 0 }],
  ] as [string, Record<string, Says>, object][])('%s', async (_, says, expected) => {
    expect(await ask(says).result).toMatchObject(expected)
  })

  it('does not wait for the one that cannot change it', async () => {
    vi.useFakeTimers()
    const done = vi.fn()
    ask({ a: 1, b: 1, c: 'hangs' }).result.then(done)
    await vi.advanceTimersByTimeAsync(0)
    expect(done).toHaveBeenCalledOnce()
    vi.useRealTimers()
  })

  it('waits for the one that could', async () => {
    vi.useFakeTimers()
    const done = vi.fn()
    ask({ a: 1, b: 1, c: 2, d: 'hangs' }).result.then(done)
    await vi.advanceTimersByTimeAsync(50)
    expect(done).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(20)
    expect(done).toHaveBeenCalledOnce()
    vi.useRealTimers()
  })

  it('asks nobody when what is known decides', async () => {
    const { result, asked } = ask({ a: 1, b: 1, c: 1 }, { known: { a: 1, b: 1 } })
    expect(await result).toMatchObject({ status: 'agreed', value: 1 })
    expect(asked).toEqual([])
  })

  it('asks the others when what is known does not', async () => {
    const { result, asked } = ask({ a: 1, b: 1, c: 1 }, { known: { a: 1 } })
    expect(await result).toMatchObject({ status: 'agreed', value: 1 })
    expect(asked).toEqual(['b', 'c'])
  })

  it('names those that said something else', async () => {
    const result = await ask({ a: 2, b: 1, c: 1 }).result
    expect(result.status === 'agreed' && result.dissenting.map(({ host }) => host)).toEqual(['a'])
  })
})

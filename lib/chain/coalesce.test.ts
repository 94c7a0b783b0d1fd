import { describe, expect, it } from 'vitest'
import { coalesce } from './coalesce'
import type { RpcCall, RpcOutcome } from './json-rpc'
import { ProviderFailure } from './provider-failure'

function recorded(answer: (call: RpcCall) => RpcOutcome = (call) => ({ result: call.method })) {
  const sent: string[][] = []
  const ask = coalesce(async (calls) => {
    sent.push(calls.map(({ method }) => method))
    return calls.map(answer)
  })
  return { sent, ask: (method: string, ...params: unknown[]) => ask({ method, params }) }
}

describe('calls of one turn travel together', () => {
  it('in one request', async () => {
    const { sent, ask } = recorded()
    expect(await Promise.all([ask('a'), ask('b'), ask('c')])).toEqual(['a', 'b', 'c'])
    expect(sent).toEqual([['a', 'b', 'c']])
  })

  it('and the same question once', async () => {
    const { sent, ask } = recorded()
    expect(await Promise.all([ask('a', 1), ask('a', 1), ask('a', 2)])).toEqual(['a', 'a', 'a'])
    expect(sent).toEqual([['a', 'a']])
  })

  it('but a later question is asked anew', async () => {
    const { sent, ask } = recorded()
    await ask('a')
    await ask('a')
    expect(sent).toEqual([['a'], ['a']])
  })

  it('in requests of at most 40', async () => {
    const { sent, ask } = recorded()
    await Promise.all(Array.from({ length: 95 }, (_, i) => ask('a', i)))
    expect(sent.map(({ length }) => length)).toEqual([40, 40, 15])
  })

  it('and one that fails fails alone', async () => {
    const failure = new ProviderFailure('rpc')
    const { ask } = recorded(({ method }) => (method === 'bad' ? { failure } : { result: method }))
    const results = await Promise.allSettled([ask('a'), ask('bad')])
    expect(results).toEqual([
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected', reason: failure },
    ])
  })

  it('and all fail when the request does', async () => {
    const ask = coalesce(() => Promise.reject(new ProviderFailure('timeout')))
    const results = await Promise.allSettled([ask({ method: 'a', params: [] }), ask({ method: 'b', params: [] })])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})

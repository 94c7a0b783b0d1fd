import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge, sharedNumbers, type Vote } from './quorum'

/** "a:1 b:1" → host a says 1, host b says 1. */
const votes = (text: string): Vote[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((vote) => ({ host: vote.slice(0, vote.indexOf(':')), key: vote.slice(vote.indexOf(':') + 1) }))
const hosts = (text: string) => text.split(' ').filter(Boolean)

describe('a reading stands when two hosts agree and no other two agree on something else', () => {
  it.each([
    // votes, still out, verdict
    ['a:1 b:1', '', 'agreed'],
    ['a:1 b:1', 'c', 'agreed'],
    ['a:1 b:1', 'c d', 'open'],
    ['a:1 b:1 c:2', '', 'agreed'],
    ['a:1 b:1 c:2', 'd', 'open'],
    ['a:1 b:1 c:1', 'd', 'agreed'],
    ['a:1 b:1 c:2 d:2', '', 'disagreed'],
    ['a:1 b:1 c:2 d:2 e:1', '', 'disagreed'],
    ['a:1 b:1 c:2 d:2', 'e f g', 'disagreed'],
    ['a:1', 'b', 'open'],
    ['a:1', '', 'too few'],
    ['', 'a b', 'open'],
    ['', 'a', 'too few'],
    ['', '', 'too few'],
    ['a:1 b:2', '', 'disagreed'],
    ['a:1 b:2', 'c', 'open'],
    ['a:1 b:2 c:3', '', 'disagreed'],
  ])('%j with %j out: %s', (said, out, state) => {
    expect(judge(votes(said), hosts(out), 2).state).toBe(state)
  })

  it('counts hosts, not providers', () => {
    expect(judge(votes('a:1 a:1'), [], 2).state).toBe('too few')
    expect(judge(votes('a:1 a:1'), ['a'], 2).state).toBe('too few')
    expect(judge(votes('a:1 a:1 b:1'), [], 2)).toEqual({ state: 'agreed', key: '1', hosts: 2 })
  })

  it('takes one host where one is enough, unless it contradicts itself', () => {
    expect(judge(votes('a:1'), [], 1)).toEqual({ state: 'agreed', key: '1', hosts: 1 })
    expect(judge(votes('a:1 a:2'), [], 1).state).toBe('disagreed')
    expect(judge(votes('a:1'), ['a'], 1).state).toBe('open')
    expect(judge([], ['a'], 1).state).toBe('open')
  })

  it('never decides early what the rest could have changed', () => {
    const vote = fc.record({ host: fc.constantFrom('a', 'b', 'c', 'd', 'e'), key: fc.constantFrom('1', '2', '3') })
    fc.assert(
      fc.property(fc.array(vote, { maxLength: 7 }), fc.nat(7), fc.integer({ min: 1, max: 3 }), (all, cut, q) => {
        const early = judge(
          all.slice(0, cut),
          all.slice(cut).map(({ host }) => host),
          q,
        )
        const final = judge(all, [], q)
        if (early.state === 'open') return
        expect(final.state === 'agreed').toBe(early.state === 'agreed')
        if (early.state === 'agreed' && final.state === 'agreed') expect(final.key).toBe(early.key)
      }),
    )
  })

  it('always decides when nobody is out', () => {
    const vote = fc.record({ host: fc.constantFrom('a', 'b', 'c'), key: fc.constantFrom('1', '2') })
    fc.assert(fc.property(fc.array(vote), (all) => judge(all, [], 2).state !== 'open'))
  })
})

describe('the number that q hosts know', () => {
  const named = (text: string) => votes(text).map(({ host, key }) => ({ host, number: Number(key) }))

  it.each([
    ['a:5 b:9 c:7', [9, 7, 5]],
    ['a:5 a:9 b:7', [9, 7]],
    ['', []],
  ])('%j: %j', (text, expected) => {
    expect(sharedNumbers(named(text))).toEqual(expected)
  })
})

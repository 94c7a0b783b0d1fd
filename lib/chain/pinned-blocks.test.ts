import { describe, expect, it } from 'vitest'
import { candidateNumbers, MAX_BLOCK_AGE_SECONDS, type PinBlocks, pinBlocks } from './pinned-blocks'
import { hashAt, type Script, scripted } from './scripted-provider.fixture'

/** The time of block 100. */
const NOW = new Date(100 * 12 * 1000)

function pin(scripts: Script[], options: Partial<PinBlocks> = {}) {
  const providers = scripts.map((script, i) => scripted({ host: `${i}.example`, ...script }))
  const result = pinBlocks({ providers, q: 2, instantFinality: false, now: NOW, ...options })
  return { providers, result }
}

describe('two pinned blocks', () => {
  it.each<[string, Script[], number, number]>([
    ['all at one height', [{}, {}, {}], 100, 36],
    ['one is ahead', [{ latest: 105 }, {}], 100, 36],
    ['the second highest of three', [{ latest: 105 }, { latest: 103 }, { latest: 98 }], 103, 39],
    ['one lags far behind', [{}, {}, { latest: 20, finalized: 0 }], 100, 36],
    ['one is down', [{ failing: true }, {}, {}], 100, 36],
    ['one invents hashes', [{ hashOf: (n) => hashAt(n, 'bad') }, {}, {}], 100, 36],
    ['a liar claims the future', [{ latest: 900, hashOf: (n) => hashAt(n, 'bad') }, { latest: 101 }, {}], 100, 36],
    [
      'a liar, and one lags by many blocks',
      [{ latest: 900, hashOf: (n) => hashAt(n, 'bad') }, {}, { latest: 60, finalized: 0 }],
      60,
      0,
    ],
    ['the newest is not settled yet', [{ hashOf: (n) => hashAt(n, n === 100 ? 'b' : 'a') }, {}], 99, 36],
    ['no finalized tag: twelve back', [{ finalized: null }, { finalized: null }], 100, 88],
    ['busy for one: it has no say', [{ finalized: 'busy' }, { finalized: 40 }, { finalized: 42 }], 100, 40],
    ['finalized by one only', [{ finalized: null }, { finalized: 40 }], 100, 40],
    ['a liar claims later finality', [{ finalized: 100 }, { finalized: 40 }, { finalized: 42 }], 100, 42],
    [
      'a young chain',
      [
        { latest: 3, finalized: null },
        { latest: 3, finalized: null },
      ],
      3,
      0,
    ],
  ])('%s', async (_, scripts, newest, finalized) => {
    const now = new Date(NOW.getTime() - 30 * 60_000)
    const pinned = await pin(scripts, { now }).result
    expect(pinned).toMatchObject({
      status: 'pinned',
      newest: { number: newest, hash: hashAt(newest) },
      finalized: { number: finalized, hash: hashAt(finalized) },
    })
  })

  it.each<[string, Script[], string]>([
    ['all down', [{ failing: true }, { failing: true }], 'UNREACHABLE'],
    ['one alone', [{}, { failing: true }], 'NO_QUORUM'],
    ['one too busy to say what is final', [{}, { finalized: 'busy' }], 'NO_QUORUM'],
    ['two providers on one host', [{ host: 'x' }, { host: 'x' }], 'NO_QUORUM'],
    ['two chains', [{ hashOf: (n) => hashAt(n, 'b') }, {}], 'DISAGREEMENT'],
    ['two against two', [{ hashOf: (n) => hashAt(n, 'b') }, { hashOf: (n) => hashAt(n, 'b') }, {}, {}], 'DISAGREEMENT'],
    ['one tells other times', [{ timeOf: (n) => n * 13 }, {}], 'DISAGREEMENT'],
  ])('%s: unclear', async (_, scripts, reason) => {
    expect(await pin(scripts).result).toEqual({ status: 'unclear', reason })
  })

  it('takes the newest as final on the local chain', async () => {
    const pinned = await pin([{}], { q: 1, instantFinality: true }).result
    expect(pinned).toMatchObject({ newest: { number: 100 }, finalized: { number: 100 } })
  })

  it('refuses a newest block older than ten minutes', async () => {
    const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
    expect(await pin([{}, {}], { now: at(MAX_BLOCK_AGE_SECONDS) }).result).toMatchObject({ status: 'pinned' })
    expect(await pin([{}, {}], { now: at(MAX_BLOCK_AGE_SECONDS + 1) }).result).toEqual({
      status: 'unclear',
      reason: 'STALE',
    })
  })

  it('leaves out of the reading who named another block', async () => {
    const { providers, result } = pin([{ hashOf: (n) => hashAt(n, 'b') }, {}, {}])
    const pinned = await result
    expect(pinned.status === 'pinned' && pinned.providers).toEqual(providers.slice(1))
  })

  it('does not let a slow one hold up the others, and waits for it when it is needed', async () => {
    const started = performance.now()
    expect(await pin([{}, {}, { delayMs: 8_000 }]).result).toMatchObject({ status: 'pinned' })
    expect(performance.now() - started).toBeLessThan(8_000)

    const needed = [{}, { hashOf: (n: number) => hashAt(n, 'b') }, { delayMs: 500 }]
    expect(await pin(needed).result).toMatchObject({ status: 'pinned', newest: { hash: hashAt(100) } })
  })

  it('asks each provider once when they agree', async () => {
    const { providers, result } = pin([{}, {}], { instantFinality: true })
    await result
    expect(providers.map(({ asked }) => asked.length)).toEqual([1, 1])
  })
})

describe('where to look for a shared block', () => {
  const at = (...numbers: number[]) => numbers.map((number, i) => ({ host: `${i}`, number }))

  it.each([
    [at(100, 100), [100, 99, 98]],
    [at(105, 100, 50), [100, 99, 98, 50]],
    [at(1, 1), [1, 0]],
    [at(100), []],
  ])('%j', (named, expected) => {
    expect(candidateNumbers(named, 2)).toEqual(expected)
  })
})

import { describe, expect, it } from 'vitest'
import { agreedBlocks } from './agreed-blocks'
import { hashAt, type Script, scripted } from './scripted-provider.fixture'

const POLYGON = 137

function over(scripts: Script[], { q = 2, chainId = POLYGON } = {}) {
  const providers = scripts.map((script, i) => scripted({ host: `${i}.example`, ...script }))
  return agreedBlocks(chainId, { providers, q, hosts: providers.length })
}

const INVENTED: Script = { latest: 900, finalized: 900, hashOf: (number) => hashAt(number, 'bad') }

const LOG = {
  txHash: hashAt(1, 'c'),
  address: `0x${'ea'.repeat(20)}`,
  topics: [hashAt(2, 'd'), hashAt(3, 'd')],
} as const
const placed = (number: number, over: { address?: string; topics?: readonly string[] } = {}): Script => ({
  receipt: {
    ...{ blockNumber: `0x${number.toString(16)}`, blockHash: hashAt(number) },
    logs: [{ address: LOG.address, topics: [...LOG.topics, hashAt(4, 'd')], ...over }],
  },
})

describe('blocks as enough providers agree on them', () => {
  it.each<[string, Script[], number | null, number]>([
    ['all at one height', [{}, {}], 100, 36],
    ['one ahead of the other', [{ latest: 105 }, {}], 105, 36],
    ['one that lags', [{ latest: 60, finalized: 30 }, {}], 100, 30],
    ['one that lags too far', [{ latest: 229, finalized: 165 }, {}], null, 36],
    ['one that invents later ones', [INVENTED, { latest: 102 }, {}], null, 38],
    ['one that is down', [{ failing: true }, {}, { latest: 99 }], 100, 35],
    ['no finalized tag', [{ finalized: null }, { finalized: null }], 100, 88],
  ])('%s', async (_, scripts, highest, final) => {
    const blocks = over(scripts)
    expect([await blocks.highestBlock(), await blocks.finalBlock()]).toEqual([highest, final])
  })

  it('have the hash and time that two hosts name, and none while they differ or one is alone', async () => {
    const block = { number: 30, hash: hashAt(30), time: 360 }
    expect(await over([INVENTED, {}, {}]).blockAt(30)).toEqual(block)
    expect(await over([INVENTED, {}]).blockAt(30)).toBeNull()
    expect(await over([{ timeOf: () => 9 }, {}]).blockAt(30)).toBeNull()
    expect(await over([{}, { failing: true }]).blockAt(30)).toBeNull()
    expect(await over([{ host: 'x' }, { host: 'x' }]).blockAt(30)).toBeNull()
    expect(await over([{}], { q: 1 }).blockAt(30)).toEqual(block)
  })

  it.each<[string, Script[], number | null]>([
    ['the one two hosts name', [placed(30), placed(40), placed(30)], 30],
    ['none while one names another', [placed(30), placed(40)], null],
    ['none while one does not know the transaction', [placed(30), {}], null],
    ['none of another contract', [placed(30, { address: `0x${'00'.repeat(20)}` }), placed(30)], null],
    ['none about something else', [placed(30, { topics: [LOG.topics[0], hashAt(9)] }), placed(30)], null],
  ])('of a log: %s', async (_, scripts, number) => {
    expect((await over(scripts).blockOfLog(LOG))?.number ?? null).toBe(number)
  })

  it('are not guessed when too few answer', async () => {
    const blocks = over([{}, { failing: true }])
    await expect(blocks.highestBlock()).rejects.toThrow('did not answer')
    await expect(blocks.finalBlock()).rejects.toThrow('did not answer')
    await expect(over([]).finalBlock()).rejects.toThrow('did not answer')
  })

  it('are all final on the local chain', async () => {
    expect(await over([{}], { q: 1, chainId: 31337 }).finalBlock()).toBe(100)
  })
})

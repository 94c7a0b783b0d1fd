import { describe, expect, it } from 'vitest'
import { agreedBlocks } from './agreed-blocks'
import { hashAt, type Script, scripted } from './scripted-provider.fixture'

const POLYGON = 137

function over(scripts: Script[], { q = 2, chainId = POLYGON } = {}) {
  const providers = scripts.map((script, i) => scripted({ host: `${i}.example`, ...script }))
  return agreedBlocks(chainId, { providers, q, hosts: providers.length })
}

const INVENTED: Script = { latest: 900, finalized: 900, hashOf: (number) => hashAt(number, 'bad') }

describe('blocks as enough providers agree on them', () => {
  it.each<[string, Script[], number, number]>([
    ['all at one height', [{}, {}], 100, 36],
    ['one ahead of the other', [{ latest: 105 }, {}], 100, 36],
    ['one that invents later ones', [INVENTED, { latest: 102 }, {}], 102, 38],
    ['one that is down', [{ failing: true }, {}, { latest: 99 }], 99, 35],
    ['no finalized tag', [{ finalized: null }, { finalized: null }], 100, 88],
  ])('%s', async (_, scripts, latest, final) => {
    const blocks = over(scripts)
    expect([await blocks.latestBlock(), await blocks.finalBlock()]).toEqual([latest, final])
  })

  it('have the hash that two hosts name, and none while they differ or one is alone', async () => {
    expect(await over([INVENTED, {}, {}]).blockHashAt(30)).toBe(hashAt(30))
    expect(await over([INVENTED, {}]).blockHashAt(30)).toBeNull()
    expect(await over([{}, { failing: true }]).blockHashAt(30)).toBeNull()
    expect(await over([{ host: 'x' }, { host: 'x' }]).blockHashAt(30)).toBeNull()
    expect(await over([{}], { q: 1 }).blockHashAt(30)).toBe(hashAt(30))
  })

  it('are not guessed when too few answer', async () => {
    const blocks = over([{}, { failing: true }])
    await expect(blocks.latestBlock()).rejects.toThrow('did not answer')
    await expect(blocks.finalBlock()).rejects.toThrow('did not answer')
    await expect(over([]).finalBlock()).rejects.toThrow('did not answer')
  })

  it('are all final on the local chain', async () => {
    expect(await over([{}], { q: 1, chainId: 31337 }).finalBlock()).toBe(100)
  })
})

import { describe, expect, it } from 'vitest'
import { hashAt } from '@/lib/chain/scripted-provider.fixture'
import { type DrawChain, readLater } from './seed-block'

const OPENED = new Date('2027-01-01T12:00:00Z')
/** Blocks of 12 s; number 50 is of when the round was opened. */
const chain: DrawChain = {
  chainId: 137,
  highestBlock: async () => 100,
  finalBlock: async () => 90,
  blockAt: async (number) => ({ number, hash: hashAt(number), time: OPENED.getTime() / 1000 + (number - 50) * 12 }),
  blockOfLog: async () => null,
}

async function read(later: { named: number | null; least?: number }, over: Partial<DrawChain> = {}) {
  const given: number[] = []
  const asked = { least: 40, openedAt: OPENED, ...later }
  const source = await readLater({ ...chain, ...over }, asked, async (block) => given.push(block))
  return [source?.block ?? null, ...given]
}

describe('the block of a later round', () => {
  it.each<[string, { named: number | null; least?: number }, Partial<DrawChain>, (number | null)[]]>([
    ['is named after all that exist', { named: null }, {}, [null, 102]],
    ['is not named while providers are far apart', { named: null }, { highestBlock: async () => null }, [null]],
    ['counts once it is final', { named: 90 }, {}, [90]],
    ['is waited for until then', { named: 91 }, {}, [null]],
    ['is named anew when it is as old as the round', { named: 50 }, {}, [null, 102]],
    ['is named anew when it is before what is drawn from', { named: 80, least: 81 }, {}, [null, 102]],
    ['goes by its number alone on the local chain', { named: 50 }, { chainId: 31337 }, [50]],
    ['goes by its number on the local chain too', { named: 39 }, { chainId: 31337 }, [null, 102]],
  ])('%s', async (_, later, over, expected) => {
    expect(await read(later, over)).toEqual(expected)
  })
})

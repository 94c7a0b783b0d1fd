import { describe, expect, it } from 'vitest'
import type { AgreedBlocks } from './agreed-blocks'
import { finalPlace } from './final-place'
import { ProviderFailure } from './provider-failure'
import { hashAt } from './scripted-provider.fixture'

const LOG = { txHash: hashAt(1), address: '0x00' as const, topics: [] }
const BLOCK = { number: 50, hash: hashAt(50), time: 600 }
const blocks: AgreedBlocks = {
  chainId: 1,
  highestBlock: async () => 100,
  finalBlock: async () => 50,
  blockAt: async () => BLOCK,
  blockOfLog: async () => BLOCK,
}
const placeBy = (over: Partial<AgreedBlocks>) => finalPlace(1, LOG, { ...blocks, ...over })

describe('the place of a log', () => {
  it('is its block, once that is final', async () => {
    expect(await placeBy({})).toEqual(BLOCK)
  })

  it.each<[string, Partial<AgreedBlocks>]>([
    ['too few have the log', { blockOfLog: async () => null }],
    ['its block is not final', { finalBlock: async () => 49 }],
    ['too few say what is final', { finalBlock: () => Promise.reject(new ProviderFailure('timeout')) }],
    ['too few have the block', { blockAt: async () => null }],
    ['another block has its number now', { blockAt: async () => ({ ...BLOCK, hash: hashAt(50, 'b') }) }],
  ])('is not known while %s', async (_why, over) => {
    expect(await placeBy(over)).toBeNull()
  })

  it('hides no fault of our own', async () => {
    const broken = () => Promise.reject(new TypeError('a bug'))
    await expect(placeBy({ finalBlock: broken })).rejects.toThrow('a bug')
  })
})

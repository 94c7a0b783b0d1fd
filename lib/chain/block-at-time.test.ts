import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fetchBlock } from './answers'
import { blockAtTime } from './block-at-time'
import { scripted } from './scripted-provider.fixture'

async function search(times: number[], target: number) {
  const provider = scripted({ latest: times.length - 1, timeOf: (n) => times[n] as number })
  const newest = await fetchBlock(provider, times.length - 1)
  const found = await blockAtTime(provider, newest, target)
  return { number: found?.number ?? null, calls: provider.asked.length }
}

it('finds the last block at or before a time, whatever the rhythm of the chain', async () => {
  const gaps = fc.array(fc.oneof(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 100_000 })), {
    maxLength: 80,
  })
  await fc.assert(
    fc.asyncProperty(gaps, fc.integer({ min: 0, max: 500_000 }), async (steps, target) => {
      let time = 1_000
      const times = [time, ...steps.map((step) => (time += step))]
      const expected = times.findLastIndex((at) => at <= target)
      expect((await search(times, target)).number).toBe(expected === -1 ? null : expected)
    }),
  )
})

it('needs few questions on a steady chain', async () => {
  const times = Array.from({ length: 200_000 }, (_, n) => n * 12 + (n % 3))
  expect((await search(times, 1_000_000)).calls).toBeLessThan(15)
})

it('knows a chain that is younger', async () => {
  expect(await search([500, 512], 499)).toMatchObject({ number: null })
})

it('does not believe times that run backwards', async () => {
  const provider = scripted({ latest: 10, timeOf: (n) => (n === 0 || n === 10 ? n * 12 : 9_999) })
  await expect(blockAtTime(provider, await fetchBlock(provider, 10), 60)).rejects.toThrow('another shape')
})

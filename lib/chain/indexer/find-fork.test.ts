import fc from 'fast-check'
import { expect, it } from 'vitest'
import { scripted } from '../scripted-provider.fixture'
import { findHighestStanding, standingOf } from './find-fork'

it('finds the highest block that stands, asking no more than it must', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 2_000 }), fc.nat({ max: 2_000 }), async (length, firstStanding) => {
      const blocks = Array.from({ length }, (_, at) => at)
      let asked = 0
      const found = await findHighestStanding(blocks, async (block) => {
        asked++
        return block >= firstStanding ? 'stands' : 'gone'
      })
      expect(found).toBe(firstStanding < length ? firstStanding : null)
      expect(asked).toBeLessThanOrEqual(11)
    }),
  )
})

it('does not guess what the providers do not tell', async () => {
  expect(await findHighestStanding([3, 2, 1], async () => 'unclear')).toBe('unclear')
})

it('takes a missing block for a shorter chain only where one provider is the chain', async () => {
  const block = { number: 101, hash: `0x${'11'.repeat(32)}` as const }
  const behind = ['a', 'b'].map((host) => scripted({ host, latest: 100 }))
  expect(await standingOf({ providers: behind, q: 2, hosts: 2 }, block, false)).toBe('unclear')
  expect(await standingOf({ providers: behind.slice(0, 1), q: 1, hosts: 1 }, block, true)).toBe('gone')

  const ahead = ['a', 'b'].map((host) => scripted({ host, latest: 102 }))
  expect(await standingOf({ providers: ahead, q: 2, hosts: 2 }, block, false)).toBe('gone')
  const [one, other] = [ahead[0], behind[0]].filter((provider) => provider !== undefined)
  expect(one && other && (await standingOf({ providers: [one, other], q: 2, hosts: 2 }, block, false))).toBe('unclear')
})

import { describe, expect, it } from 'vitest'
import { FEED, MODERATOR, NETWORKS } from '@/components/challenge-form/desk.fixture'
import { sayResolution } from './say-resolution'

describe('who says how it ends', () => {
  it('is not worth a word where both do', () => {
    expect(sayResolution({ strategy: 'MUTUAL' }, NETWORKS)).toBeNull()
  })

  it('is a figure in its own decimals', () => {
    const oracle = { feed: FEED, comparator: 'gte', threshold: '250050000000', not_before: '2026-12-01T11:00:00.000Z' }
    expect(sayResolution({ strategy: 'ORACLE', oracle }, NETWORKS)).toEqual({
      text: 'ETH / USD: whether it is at least 2500.5 at its first answer from',
      at: '2026-12-01T11:00:00.000Z',
    })
    const unlisted = { ...oracle, feed: `0x${'99'.repeat(20)}`, comparator: 'lte' }
    expect(sayResolution({ strategy: 'ORACLE', oracle: unlisted }, NETWORKS)?.text).toMatch(
      /^the feed 0x9999.*at most 250050000000/,
    )
  })

  it('is whom both named, or a panel', () => {
    expect(sayResolution({ strategy: 'MODERATOR', moderator: MODERATOR }, NETWORKS)?.text).toMatch(
      /^0x3333.*both named$/,
    )
    expect(sayResolution({ strategy: 'COMMITTEE', panel: { k: 2, m: 3, epoch: 7, struck: [] } }, NETWORKS)?.text).toBe(
      'both of you; in a dispute, 2 of a panel of 3, drawn from the roster of hour 7',
    )
  })
})

import { describe, expect, it } from 'vitest'
import type { Hex } from '@/lib/proof/hash'
import { effectOf } from './call-effect'
import type { Purpose } from './plan-calls'

const SEED: Hex = `0x${'5e'.repeat(32)}`
const MIRROR = {
  state: 'DISPUTED',
  round: 0,
  seedBlock: 90n,
  seed: null,
  nextAttempt: 0,
  ending: null,
  decider: null,
} as const
const effect = (purpose: Purpose, which: string, changes: Partial<Parameters<typeof effectOf>[1]> = {}) =>
  effectOf({ purpose, key: [purpose, '0x1d', which].filter(Boolean).join(':') }, { ...MIRROR, ...changes })

describe('what became of a call', () => {
  it.each<[Purpose, string, Partial<Parameters<typeof effectOf>[1]>]>([
    ['SETTLE', 'abc', { ending: 'FULFILLED', decider: 'PARTIES' }],
    ['SPLIT', 'abc', { ending: 'SPLIT', decider: 'PARTIES' }],
    ['RESOLVER', 'abc', { ending: 'DRAW', decider: 'RESOLVER' }],
    ['ORACLE', '7', { ending: 'CREATOR_WIN', decider: 'ORACLE' }],
    ['PANEL', '0:DRAW', { ending: 'DRAW', decider: 'PANEL' }],
    ['EXPIRE', '', { ending: 'EXPIRED', decider: null }],
  ])('%s is open until its ending is confirmed, and dropped by another', (purpose, which, ending) => {
    expect(effect(purpose, which)).toBe('OPEN')
    expect(effect(purpose, which, { state: 'ENDED', ...ending })).toBe('DONE')
    const other =
      ending.ending === 'EXPIRED' ? { ending: 'DRAW', decider: 'PARTIES' } : { ending: 'EXPIRED', decider: null }
    expect(effect(purpose, which, { state: 'ENDED', ...other })).toBe('DROPPED')
  })

  it('a seed is there, or the next block is named, or the next round', () => {
    expect(effect('FIX_SEED', '0:90')).toBe('OPEN')
    expect(effect('FIX_SEED', '0:90', { seedBlock: null })).toBe('OPEN')
    expect(effect('FIX_SEED', '0:90', { seed: SEED })).toBe('DONE')
    expect(effect('FIX_SEED', '0:90', { seedBlock: 400n })).toBe('DONE')
    expect(effect('FIX_SEED', '0:90', { round: 1 })).toBe('DONE')
    expect(effect('FIX_SEED', '1:400', { seed: SEED })).toBe('OPEN')
  })

  it('attempts are behind it', () => {
    expect(effect('SEAT', '0:2', { nextAttempt: 2 })).toBe('OPEN')
    expect(effect('SEAT', '0:2', { nextAttempt: 3 })).toBe('DONE')
    expect(effect('SEAT', '0:2', { round: 1 })).toBe('DONE')
    expect(effect('SEAT', '1:2', { nextAttempt: 9 })).toBe('OPEN')
  })

  it('the round is another', () => {
    expect(effect('REDRAW', '')).toBe('OPEN')
    expect(effect('REDRAW', '', { round: 1 })).toBe('DONE')
  })

  it('what a panel needed is dropped when the deal ended without it', () => {
    expect(effect('SEAT', '0:2', { state: 'ENDED' })).toBe('DROPPED')
    expect(effect('FIX_SEED', '0:90', { state: 'ENDED' })).toBe('DROPPED')
  })
})

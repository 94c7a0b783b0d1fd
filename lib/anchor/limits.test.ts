import { describe, expect, it } from 'vitest'
import { isBatchDue } from './limits'

const NOW = new Date('2026-11-20T12:00:00Z')
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000)
const LIMITS = { maxLeaves: 3, maxSeconds: 60 }

describe('a batch', () => {
  it.each([
    ['nothing waits', 0, null, false],
    ['one waits a little', 1, ago(59.9), false],
    ['one has waited long enough', 1, ago(60), true],
    ['there are many, though young', 3, ago(0), true],
    ['there are nearly enough, and young', 2, ago(0), false],
  ])('when %s', (_, count, oldest, due) => expect(isBatchDue({ count, oldest }, LIMITS, NOW)).toBe(due))
})

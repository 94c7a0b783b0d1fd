import { describe, expect, it } from 'vitest'
import { HEIGHT, spanOf, stepPath, WIDTH, xOf, yOf } from './history-geometry'

const SPAN = { from: 0, to: 640 }

describe('numbers over time', () => {
  it('stay what they are until something moves them, and to the end', () => {
    const changes = [
      { at: 64, after: 0.5 },
      { at: 320, after: 1 },
    ]
    expect(stepPath(changes, SPAN)).toBe(`M64 80H320V0H${WIDTH}`)
  })

  it('end where their last evidence was taken away, and begin again', () => {
    const changes = [
      { at: 64, after: 0.5 },
      { at: 128, after: null },
      { at: 320, after: 0 },
    ]
    expect(stepPath(changes, SPAN)).toBe(`M64 80H128M320 ${HEIGHT}H${WIDTH}`)
    expect(stepPath(changes.slice(0, 2), SPAN)).toBe('M64 80H128')
  })

  it('are nothing without a change', () => {
    expect(stepPath([], SPAN)).toBe('')
    expect(stepPath([{ at: 9, after: null }], SPAN)).toBe('')
  })

  it('go from before the first change until now', () => {
    const now = Date.parse('2026-11-21T12:00:00Z')
    const span = spanOf([{ at: now - 1_000, after: 1 }], now)
    expect(span.to).toBe(now)
    expect(span.from).toBeLessThan(now - 1_000)
    expect(xOf(now - 1_000, span)).toBeGreaterThan(0)
    expect(xOf(now, span)).toBe(WIDTH)
  })

  it('hold a change that the clock of this machine says is still to come', () => {
    expect(spanOf([{ at: 5_000, after: 1 }], 1_000).to).toBe(5_000)
  })

  it('stand between the bottom and the top', () => {
    expect([yOf(0), yOf(1), yOf(-1), yOf(2)]).toEqual([HEIGHT, 0, HEIGHT, 0])
  })
})

import { describe, expect, it } from 'vitest'
import { intervalPath, labelOf, pointOn, RIM, ringPath, SIZE, shapePath } from './radar-geometry'

const known = (value: number) => ({ value, interval: null })
const UNKNOWN = { value: null, interval: null }
const corners = (path: string) => path.match(/-?[\d.]+ -?[\d.]+/g)?.length ?? 0
const away = ({ x, y }: { x: number; y: number }) => Math.hypot(x - SIZE / 2, y - SIZE / 2)

describe('a radar', () => {
  it('has its first spoke upwards and goes round with the clock', () => {
    expect(pointOn(0, 7, 1)).toEqual({ x: 200, y: 200 - RIM })
    const second = pointOn(1, 7, 1)
    expect(second.x).toBeGreaterThan(200)
    expect(second.y).toBeLessThan(200)
  })

  it.each([0, 0.25, 0.5, 1])('puts %d at that share of the way to the rim, on each spoke', (value) => {
    for (let at = 0; at < 7; at++) expect(away(pointOn(at, 7, value))).toBeCloseTo(RIM * value, 0)
  })

  it('leaves nothing outside its rim', () => {
    expect(away(pointOn(3, 7, 1.4))).toBeCloseTo(RIM, 0)
    expect(away(pointOn(3, 7, -0.4))).toBe(0)
  })

  it('has no corner where there is no history: neither at zero nor in the middle', () => {
    expect(shapePath([known(1), UNKNOWN, known(1), UNKNOWN, known(1), UNKNOWN, UNKNOWN])).toBe(
      `M${[0, 2, 4].map((at) => `${pointOn(at, 7, 1).x} ${pointOn(at, 7, 1).y}`).join('L')}Z`,
    )
    expect(corners(shapePath([known(0), known(0), known(0), UNKNOWN]))).toBe(3)
  })

  it('has no surface between two values', () => {
    expect(shapePath([known(1), UNKNOWN, known(0.5), UNKNOWN])).toBe('')
    expect(shapePath([])).toBe('')
  })

  it('has rings with a corner for each spoke', () => {
    expect(corners(ringPath(7, 0.5))).toBe(7)
  })

  it('shows an interval along its spoke alone', () => {
    const spokes = [{ value: 0.5, interval: [0.25, 1] as const }, UNKNOWN, known(1)]
    expect(intervalPath(spokes, 0)).toBe(`M200 ${200 - RIM / 4}L200 ${200 - RIM}`)
    expect(intervalPath(spokes, 1)).toBe('')
    expect(intervalPath(spokes, 9)).toBe('')
  })

  it('writes names away from the middle, within the picture', () => {
    expect(labelOf(0, 7).anchor).toBe('middle')
    expect(labelOf(2, 7).anchor).toBe('start')
    expect(labelOf(5, 7).anchor).toBe('end')
    for (let at = 0; at < 7; at++) {
      const { x, y } = labelOf(at, 7)
      for (const place of [x, y]) expect(place).toBeGreaterThan(20)
      for (const place of [x, y]) expect(place).toBeLessThan(SIZE - 20)
    }
  })
})

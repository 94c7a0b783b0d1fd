import { expect, it } from 'vitest'
import { FLOW, flowOf } from './flow-geometry'

const fates = (kind: string, delivered: number, pending: number, retrying: number, dead: number) => ({
  ...{ kind, delivered, pending, retrying, dead },
})
const kinds = [
  fates('WEBHOOK', 5, 1, 2, 3),
  fates('INBOX', 4, 0, 0, 0),
  fates('EMAIL', 1, 0, 0, 0),
  fates('SMS', 2, 0, 0, 1),
]
const { nodes, links } = flowOf({
  events: { received: 12, fanned_out: 11 },
  deliveries: { delivered: 12, pending: 1, retrying: 2, dead: 4, success_rate: 0.75, kinds },
})

it('every count is one of the answer’s, or a sum of them', () => {
  expect(Object.fromEntries(nodes.map(({ id, count }) => [id, count]))).toEqual({
    ...{ published: 12, fanned: 11, webhooks: 11, inbox: 4, mail: 4, delivered: 12, waiting: 3, dead: 4 },
  })
})

it('what goes into an end is what comes out of the kinds', () => {
  for (const end of ['delivered', 'waiting', 'dead']) {
    const into = links.filter(({ id }) => id.endsWith(` ${end}`)).reduce((sum, { count }) => sum + count, 0)
    expect(into).toBe(nodes.find(({ id }) => id === end)?.count)
  }
})

it('ways nobody took have no thickness, the others at least a hairline', () => {
  for (const { count, thick } of links) {
    if (count === 0) expect(thick).toBe(0)
    else expect(thick).toBeGreaterThanOrEqual(1)
    expect(thick).toBeLessThanOrEqual(16)
  }
})

it('everything stands in the picture', () => {
  for (const { x, y } of nodes) {
    expect(x).toBeLessThan(FLOW.width)
    expect(y).toBeLessThan(FLOW.height)
  }
})

it('ways that reach the same end lie beside each other', () => {
  const into = links.filter(({ id }) => id.endsWith(' delivered'))
  const heights = into.map(({ path, thick }) => ({ at: Number(path.split(' ').at(-1)), thick }))
  for (const [i, { at, thick }] of heights.entries()) {
    const next = heights[i + 1]
    if (next) expect(next.at - at).toBeCloseTo((thick + next.thick) / 2, 0)
  }
})

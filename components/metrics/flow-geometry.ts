import type { Metrics } from './types'

/** The picture of the ways an event takes: pure. */

export const FLOW = { width: 760, height: 250 } as const

export type FlowNode = { id: string; x: number; y: number; count: number; words: string; look?: 'ok' | 'wait' | 'no' }
export type FlowLink = { id: string; path: string; count: number; thick: number; look?: FlowNode['look'] }

const COLUMNS = [0, 200, 420, 660] as const
const ROWS = [48, 125, 202] as const
/** Where a link leaves a node's words, and how far before the next it ends. */
const ROOM = { after: 118, before: 14 } as const
const THICKEST = 16

const KINDS = [
  { id: 'webhooks', words: 'Webhooks', of: ['WEBHOOK'] },
  { id: 'inbox', words: 'Inbox', of: ['INBOX'] },
  { id: 'mail', words: 'Mail and texts', of: ['EMAIL', 'SMS'] },
] as const

/** Published → fanned out → webhooks, inbox, mail → delivered, waiting, dead: with how many took each way. */
export function flowOf({ events, deliveries }: Pick<Metrics, 'events' | 'deliveries'>): {
  nodes: FlowNode[]
  links: FlowLink[]
} {
  const kinds = KINDS.map(({ id, words, of }, row) => {
    const own = deliveries.kinds.filter(({ kind }) => (of as readonly string[]).includes(kind))
    const sum = (name: 'delivered' | 'pending' | 'retrying' | 'dead') => own.reduce((all, each) => all + each[name], 0)
    const fates = { delivered: sum('delivered'), waiting: sum('pending') + sum('retrying'), dead: sum('dead') }
    const count = fates.delivered + fates.waiting + fates.dead
    return { node: { id, words, x: COLUMNS[2], y: ROWS[row] ?? 0, count }, fates }
  })
  const fateNodes: FlowNode[] = [
    { id: 'delivered', words: 'Delivered', look: 'ok', x: COLUMNS[3], y: ROWS[0], count: deliveries.delivered },
    {
      id: 'waiting',
      words: 'Waiting',
      look: 'wait',
      x: COLUMNS[3],
      y: ROWS[1],
      count: deliveries.pending + deliveries.retrying,
    },
    { id: 'dead', words: 'Dead', look: 'no', x: COLUMNS[3], y: ROWS[2], count: deliveries.dead },
  ]
  const published = { id: 'published', words: 'Published', x: COLUMNS[0], y: ROWS[1], count: events.received }
  const fanned = { id: 'fanned', words: 'Fanned out', x: COLUMNS[1], y: ROWS[1], count: events.fanned_out }
  const most = Math.max(1, events.received, ...kinds.map(({ node }) => node.count))
  const ways: Way[] = [
    { from: published, to: fanned, count: fanned.count },
    ...kinds.map(({ node }) => ({ from: fanned, to: node, count: node.count })),
    ...kinds.flatMap(({ node, fates }) =>
      fateNodes.map((fate) => ({ from: node, to: fate, count: fates[fate.id as keyof typeof fates] })),
    ),
  ]
  return { nodes: [published, fanned, ...kinds.map(({ node }) => node), ...fateNodes], links: drawWays(ways, most) }
}

type Way = { from: FlowNode; to: FlowNode; count: number }

/** Ways that leave or reach the same node lie beside each other there, so that none hides another. */
function drawWays(ways: readonly Way[], most: number): FlowLink[] {
  // By the root, so that the few stay visible beside the many.
  const thickOf = ({ count }: Way) =>
    count === 0 ? 0 : Math.max(1, Math.round(Math.sqrt(count / most) * THICKEST * 10) / 10)
  const placeAt = (way: Way, end: 'from' | 'to') => {
    const beside = ways.filter((other) => other[end] === way[end])
    const whole = beside.reduce((sum, other) => sum + thickOf(other), 0)
    const before = beside.slice(0, beside.indexOf(way)).reduce((sum, other) => sum + thickOf(other), 0)
    return Math.round((way[end].y - whole / 2 + before + thickOf(way) / 2) * 10) / 10
  }
  return ways.map((way) => {
    const { from, to, count } = way
    const [left, right] = [from.x + ROOM.after, to.x - ROOM.before]
    const [leaves, reaches] = [placeAt(way, 'from'), placeAt(way, 'to')]
    const middle = (left + right) / 2
    return {
      id: `${from.id} ${to.id}`,
      path: `M${left} ${leaves}C${middle} ${leaves} ${middle} ${reaches} ${right} ${reaches}`,
      count,
      thick: thickOf(way),
      ...(to.look ? { look: to.look } : {}),
    }
  })
}

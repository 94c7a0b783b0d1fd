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
  return {
    nodes: [published, fanned, ...kinds.map(({ node }) => node), ...fateNodes],
    links: [
      link(published, fanned, fanned.count, most),
      ...kinds.map(({ node }) => link(fanned, node, node.count, most)),
      ...kinds.flatMap(({ node, fates }) =>
        fateNodes.map((fate) => link(node, fate, fates[fate.id as keyof typeof fates], most, fate.look)),
      ),
    ],
  }
}

function link(from: FlowNode, to: FlowNode, count: number, most: number, look?: FlowNode['look']): FlowLink {
  const [left, right] = [from.x + ROOM.after, to.x - ROOM.before]
  const middle = (left + right) / 2
  return {
    id: `${from.id} ${to.id}`,
    path: `M${left} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${right} ${to.y}`,
    count,
    // By the root, so that the few stay visible beside the many.
    thick: count === 0 ? 0 : Math.max(1, Math.round(Math.sqrt(count / most) * THICKEST * 10) / 10),
    ...(look ? { look } : {}),
  }
}

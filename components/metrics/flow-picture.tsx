import { classes } from '@/components/ui/classes'
import { FLOW, type FlowNode, flowOf } from './flow-geometry'
import { sayCount } from './say-number'
import type { Metrics } from './types'

const INKS = { ok: 'text-green', wait: 'text-amber', no: 'text-red' } as const

/** The ways events take, as thick as many take them. For the eye: the table beside it says the same. */
export function FlowPicture({ metrics }: { metrics: Metrics }) {
  const { nodes, links } = flowOf(metrics)
  return (
    <svg viewBox={`0 0 ${FLOW.width} ${FLOW.height}`} className="hidden w-full sm:block" aria-hidden="true">
      {links.map(({ id, path, thick, look }) => (
        <path
          key={id}
          d={path}
          fill="none"
          stroke="currentColor"
          strokeWidth={Math.max(1, thick)}
          strokeDasharray={thick === 0 ? '1 5' : undefined}
          className={classes(thick === 0 ? 'text-line' : 'opacity-35', thick > 0 && (look ? INKS[look] : 'text-edge'))}
        />
      ))}
      {nodes.map((node) => (
        <FlowLabel key={node.id} node={node} />
      ))}
    </svg>
  )
}

function FlowLabel({ node: { x, y, count, words, look } }: { node: FlowNode }) {
  return (
    <text x={x} y={y} className="fill-ink">
      <tspan x={x} className={classes('font-serif text-[27px]', count > 0 && look ? FILLS[look] : 'fill-ink')}>
        {sayCount(count)}
      </tspan>
      <tspan x={x} dy="20" className="fill-soft text-[13px]">
        {words}
      </tspan>
    </text>
  )
}

const FILLS = { ok: 'fill-green', wait: 'fill-amber', no: 'fill-red' } as const

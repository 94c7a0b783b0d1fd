import { useId } from 'react'
import { Time } from '@/components/ui/time'
import { HEIGHT, type Span, stepPath, WIDTH, xOf, yOf } from './history-geometry'
import { sayShare } from './say-number'
import type { ChartPoint } from './to-rows'

type Props = {
  title: string
  /** Of one dimension, the oldest first. */
  changes: readonly ChartPoint[]
  span: Span
}

/** One number over time, in steps; each dot is a receipt that moved it. The list below says which, and leads there. */
export function HistoryChart({ title, changes, span }: Props) {
  const id = useId()
  const last = changes.at(-1)?.after ?? null
  return (
    <figure className="min-w-0">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-[560]">{title}</span>
        <span className="text-[.92rem] text-soft tabular-nums">{sayShare(last)}</span>
      </figcaption>
      <svg
        viewBox={`-6 -6 ${WIDTH + 12} ${HEIGHT + 12}`}
        role="img"
        aria-labelledby={`${id}title`}
        className="mt-1.5 block h-auto w-full"
      >
        <title id={`${id}title`}>
          {`${title} over time: ${changes.length} ${changes.length === 1 ? 'change' : 'changes'}, now ${sayShare(last)}`}
        </title>
        {[0, 0.5, 1].map((value) => (
          <path key={value} d={`M0 ${yOf(value)}H${WIDTH}`} className="stroke-line" strokeWidth="1" />
        ))}
        <path d={stepPath(changes, span)} fill="none" className="stroke-ink" strokeWidth="2" strokeLinejoin="round" />
        {changes.map(({ key, at, after, correction }) =>
          after === null ? null : (
            <circle
              key={key}
              cx={xOf(at, span)}
              cy={yOf(after)}
              r="4.5"
              className={correction ? 'fill-paper stroke-amber' : 'fill-ink stroke-paper'}
              strokeWidth="2"
            />
          ),
        )}
      </svg>
      <p className="mt-1 flex justify-between text-[.8rem] text-soft">
        <Time at={new Date(span.from)} />
        <span>now</span>
      </p>
    </figure>
  )
}

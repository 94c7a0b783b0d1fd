'use client'

import { type PointerEvent, useState } from 'react'
import { classes } from '@/components/ui/classes'
import { Time } from '@/components/ui/time'
import { HEIGHT, merge, niceTop, pathOf, pointAt, stepOf, WIDTH, xOf } from './chart-geometry'

/** A line has a colour and a stroke of its own: neither alone tells two apart for everybody. */
const LOOKS = {
  ink: { ink: 'text-ink', dash: undefined },
  ok: { ink: 'text-green', dash: '7 3' },
  wait: { ink: 'text-amber', dash: '2 3' },
  no: { ink: 'text-red', dash: '1 3' },
} as const

export type Line = {
  name: string
  look: keyof typeof LOOKS
  values: readonly (number | null)[]
  /** What stands beside the name while nothing is pointed at: the whole range. */
  whole: string
}

type Props = {
  title: string
  /** What one value is: “a minute” is put behind it where minutes are put together. */
  says: string
  from: string
  lines: readonly Line[]
  how: 'sum' | 'longest'
  sayValue: (value: number) => string
}

/** Lines over the minutes of the range. The same numbers stand in the table below; this is for the eye alone. */
export function LineChart({ title, says, from, lines, how, sayValue }: Props) {
  const [pointed, setPointed] = useState<number | null>(null)
  const minutes = lines[0]?.values.length ?? 0
  const step = stepOf(minutes)
  const merged = lines.map((line) => merge(line.values, step, how))
  const points = merged[0]?.length ?? 0
  const top = niceTop(merged.flat())
  const at = pointed === null ? null : Math.min(pointed, points - 1)
  const timeOf = (point: number) => new Date(Date.parse(from) + point * step * 60_000)

  const look = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    if (box.width > 0) setPointed(pointAt((event.clientX - box.left) / box.width, points))
  }
  return (
    <figure className="min-w-0">
      <figcaption>
        <h3 className="text-[1.12rem]">{title}</h3>
        <p className="text-[.9rem] text-soft">
          {says}
          {step > 1 ? `, ${how === 'sum' ? 'in' : 'longest of'} ${step} minutes` : ', minute by minute'}
        </p>
      </figcaption>
      <ul className="mt-2 flex min-h-6 flex-wrap gap-x-5 gap-y-1 text-[.92rem]" aria-hidden="true">
        {lines.map((line, i) => (
          <li key={line.name} className="flex items-baseline gap-2">
            <Stroke look={line.look} />
            <span className="text-soft">{line.name}</span>
            <span className="tabular-nums">{at === null ? line.whole : sayPoint(merged[i]?.[at], sayValue)}</span>
          </li>
        ))}
      </ul>
      <div className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2" aria-hidden="true">
        <div className="flex flex-col justify-between text-right text-[.8rem] text-soft tabular-nums leading-none">
          <span>{sayValue(top)}</span>
          <span>0</span>
        </div>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-32 w-full touch-pan-y overflow-visible"
          onPointerMove={look}
          onPointerDown={look}
          onPointerLeave={() => setPointed(null)}
        >
          <title>{title}</title>
          {[0, HEIGHT / 2, HEIGHT].map((y) => (
            <path
              key={y}
              d={`M0 ${y}H${WIDTH}`}
              className="stroke-line"
              strokeWidth="1"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {at === null ? null : (
            <path
              d={`M${xOf(at, points)} 0V${HEIGHT}`}
              className="stroke-edge"
              strokeWidth="1"
              vectorEffect="non-scaling-stroke"
            />
          )}
          {lines.map((line, i) => (
            <path
              key={line.name}
              d={pathOf(merged[i] ?? [], top)}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.6"
              strokeLinejoin="round"
              strokeLinecap="round"
              strokeDasharray={LOOKS[line.look].dash}
              vectorEffect="non-scaling-stroke"
              className={LOOKS[line.look].ink}
            />
          ))}
        </svg>
        <p className="col-start-2 mt-1 flex justify-between text-[.8rem] text-soft">
          {at === null ? (
            <>
              <Time at={timeOf(0)} withDate={false} />
              <span>now</span>
            </>
          ) : (
            <Pointed from={timeOf(at)} to={step > 1 ? timeOf(at + 1) : null} />
          )}
        </p>
      </div>
    </figure>
  )
}

function Pointed({ from, to }: { from: Date; to: Date | null }) {
  return (
    <span className="mx-auto text-ink">
      <Time at={from} withDate={false} />
      {to ? (
        <>
          {' to '}
          <Time at={to} withDate={false} />
        </>
      ) : null}
    </span>
  )
}

function Stroke({ look }: { look: Line['look'] }) {
  return (
    <svg
      viewBox="0 0 22 6"
      className={classes('h-1.5 w-[22px] flex-none self-center', LOOKS[look].ink)}
      aria-hidden="true"
    >
      <path
        d="M1 3H21"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeDasharray={LOOKS[look].dash}
      />
    </svg>
  )
}

function sayPoint(value: number | null | undefined, sayValue: Props['sayValue']): string {
  return value === null || value === undefined ? 'none' : sayValue(value)
}

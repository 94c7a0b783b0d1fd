import { useId } from 'react'
import { DIMENSION_WORDS, type Dimension } from './dimensions'
import { intervalPath, labelOf, pointOn, ringPath, SIZE, type Spoke, shapePath } from './radar-geometry'
import { sayShare } from './say-number'

export type DimensionRow = Spoke & { dimension: Dimension; evidence: number }

const RINGS = [0.25, 0.5, 0.75, 1]
/** Room for the names beside the rim. */
const SIDE = 45

/**
 * The seven numbers around a middle. It is for the eye: the table beside it says the same. A number without history has a
 * dashed spoke and no corner.
 */
export function Radar({ rows, of }: { rows: readonly DimensionRow[]; of: string }) {
  const id = useId()
  const known = rows.filter(({ value }) => value !== null)
  const says =
    known.length === 0
      ? 'No history yet in any of the seven.'
      : known.map(({ dimension, value }) => `${DIMENSION_WORDS[dimension].name} ${sayShare(value)}`).join(', ')
  // One text: a page’s HTML has no comments within a title.
  const title = `Seven dimensions of ${of}`
  return (
    <svg
      viewBox={`${-SIDE} 0 ${SIZE + 2 * SIDE} ${SIZE}`}
      role="img"
      aria-labelledby={`${id}title ${id}says`}
      className="mx-auto block h-auto w-full max-w-[26rem]"
    >
      <title id={`${id}title`}>{title}</title>
      <desc id={`${id}says`}>{says}</desc>
      {RINGS.map((value) => (
        <path key={value} d={ringPath(rows.length, value)} fill="none" className="stroke-line" strokeWidth="1" />
      ))}
      {rows.map((row, at) => (
        <SpokeLine key={row.dimension} row={row} at={at} count={rows.length} />
      ))}
      <path
        d={shapePath(rows)}
        className="fill-ink stroke-ink"
        fillOpacity=".1"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
      {rows.map((row, at) => (
        <path
          key={row.dimension}
          d={intervalPath(rows, at)}
          className="stroke-edge"
          strokeWidth="5"
          strokeLinecap="round"
          strokeOpacity=".7"
        />
      ))}
      {rows.map((row, at) => (
        <Dot key={row.dimension} value={row.value} at={at} count={rows.length} />
      ))}
      {rows.map((row, at) => (
        <Name key={row.dimension} row={row} at={at} count={rows.length} />
      ))}
    </svg>
  )
}

type Place = { at: number; count: number }

function SpokeLine({ row: { value }, at, count }: Place & { row: DimensionRow }) {
  const middle = pointOn(at, count, 0)
  const rim = pointOn(at, count, 1)
  return (
    <path
      d={`M${middle.x} ${middle.y}L${rim.x} ${rim.y}`}
      className={value === null ? 'stroke-edge' : 'stroke-line'}
      strokeWidth="1"
      strokeDasharray={value === null ? '2 4' : undefined}
    />
  )
}

function Dot({ value, at, count }: Place & { value: number | null }) {
  if (value === null) return null
  const { x, y } = pointOn(at, count, value)
  return <circle cx={x} cy={y} r="4.2" className="fill-ink stroke-paper" strokeWidth="1.5" />
}

function Name({ row: { dimension, value }, at, count }: Place & { row: DimensionRow }) {
  const { x, y, anchor } = labelOf(at, count)
  return (
    <text x={x} y={y} textAnchor={anchor} className="fill-ink text-[17px]">
      {DIMENSION_WORDS[dimension].name}
      <tspan x={x} dy="1.25em" className="fill-soft text-[15px]">
        {value === null ? 'no history' : sayShare(value)}
      </tspan>
    </text>
  )
}

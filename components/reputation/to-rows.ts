import { DIMENSIONS, type Dimension } from './dimensions'
import type { Change } from './history-geometry'
import type { DimensionRow } from './radar'
import type { HistoryView, ReputationView } from './views'

/** Pure: the seven numbers with their intervals; one without evidence has neither. */
export function toDimensionRows(reputation: ReputationView): DimensionRow[] {
  return DIMENSIONS.map((dimension) => {
    const value = reputation[dimension]
    const within = reputation.interval[dimension]
    return {
      dimension,
      value,
      evidence: reputation.evidence[dimension],
      interval:
        value === null || within === null
          ? null
          : [round(Math.max(0, value - within)), round(Math.min(1, value + within))],
    }
  })
}

/** Six decimals, as everything here has. */
const round = (value: number) => Math.round(value * 1_000_000) / 1_000_000

export type ChartPoint = Change & { key: string; correction: boolean }

/**
 * Pure: what holds of a history, the oldest first, by dimension: of a receipt that was folded again only its last word, and
 * nothing of one that was taken out. `history` as the API gives it, newest first.
 */
export function toCharts(history: readonly HistoryView[]): Map<Dimension, ChartPoint[]> {
  const charts = new Map<Dimension, ChartPoint[]>()
  const holding = history.filter(({ superseded, observation }) => !superseded && observation !== null)
  for (const { dimension, finalized_at, after, receipt_hash, fold } of [...holding].reverse()) {
    const point = { key: `${receipt_hash}.${fold}`, at: Date.parse(finalized_at), after, correction: fold > 0 }
    charts.set(dimension, [...(charts.get(dimension) ?? []), point])
  }
  return charts
}

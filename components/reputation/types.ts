import type { Dimension } from './dimensions'

/** One change of one number, as the charts and the list show it. */
export type HistoryChange = {
  key: string
  /** Unix milliseconds. */
  at: number
  dimension: Dimension
  receiptId: string
  before: number | null
  after: number | null
  /** It was folded again, after a reversal or a receipt that came late. */
  correction: boolean
  why: string | null
}

import { blend, HALF } from './integers'
import type { Observed } from './observe'
import { DIMENSIONS, type Dimension, type Numbers } from './score'

/** A receipt as it bears on one party. */
export type Evidence = {
  receiptId: string
  /** When it was decided. */
  at: Date
  /** Whom they dealt with, as a party's id. */
  with: string
  observed: Observed
  /** In ppm; a quarter of the usual for an unbonded challenge. */
  alphaPpm: number
  /** Bonded, or audited by a committee. */
  isBacked: boolean
  n: number
  isFirst: boolean
}

/** One change of one number. */
export type Row = {
  receiptId: string
  at: Date
  with: string
  dimension: Dimension
  /** Null in a row that takes a receipt out again. */
  observation: number | null
  alphaPpm: number
  n: number
  before: number | null
  after: number | null
}

export type Counts = { completed: number; lost: number; silent: number }

export type Folded = {
  numbers: Numbers
  /** How many receipts moved each. */
  evidence: Record<Dimension, number>
  receipts: number
  counterparties: number
  counts: Counts
}

/** Where everybody begins: no history. */
export function blank(): Folded {
  return {
    numbers: { q: null, t: null, r: null, s: null, v: null, i: null, e: null },
    evidence: { q: 0, t: 0, r: 0, s: 0, v: 0, i: 0, e: 0 },
    receipts: 0,
    counterparties: 0,
    counts: { completed: 0, lost: 0, silent: 0 },
  }
}

/** What the base α becomes: a quarter where nothing was at stake and nobody looked. */
export function alphaFor(alphaPpm: number, isBacked: boolean): number {
  return isBacked ? alphaPpm : Math.trunc(alphaPpm / 4)
}

/** Pure: receipts folded onto a party, in the order given: each change as a row, and where it ends (domain §6). */
export function foldEvidence(start: Folded, evidence: readonly Evidence[]): { rows: Row[]; end: Folded } {
  const end = structuredClone(start)
  const rows = evidence.flatMap((item) => foldOne(end, item))
  return { rows, end }
}

function foldOne(standing: Folded, item: Evidence): Row[] {
  const { tally, observations } = item.observed
  standing.receipts += 1
  if (item.isFirst) standing.counterparties += 1
  if (tally) standing.counts[tally] += 1

  return DIMENSIONS.flatMap((dimension) => {
    const observation = observations[dimension]
    if (observation === undefined) return []
    const before = standing.numbers[dimension]
    const after = moved(before, observation, item)
    standing.numbers[dimension] = after
    standing.evidence[dimension] += 1
    const { receiptId, at, alphaPpm, n } = item
    return [{ receiptId, at, with: item.with, dimension, observation, alphaPpm, n, before, after }]
  })
}

type Weight = Pick<Evidence, 'alphaPpm' | 'n' | 'isBacked'>

/** The first evidence is taken as it is only when something was behind it and the two had not just dealt before. */
export function moved(before: number | null, observation: number, { alphaPpm, n, isBacked }: Weight): number {
  if (before === null && n === 1 && isBacked) return observation
  return blend(before ?? HALF, observation, alphaPpm, n)
}

import { sha256Hex } from '@/lib/proof/hash'
import { type Bearing, bearingOn, type Decided } from './bearing'
import { alphaFor, type Evidence, moved } from './fold'
import { ONE } from './integers'
import type { Observations } from './observe'
import type { HistoryRow } from './public-desk'
import { DIMENSIONS, type Dimension } from './score'

/** lied: what the desk says does not follow from what it shows. unknown: public data cannot tell. */
export type ReplayFinding = { verdict: 'lied' | 'unknown'; detail: string; row?: HistoryRow }

export const lied = (detail: string, row?: HistoryRow): ReplayFinding => ({
  verdict: 'lied',
  detail,
  ...(row ? { row } : {}),
})
export const unknown = (detail: string): ReplayFinding => ({ verdict: 'unknown', detail })

/** What the desk shows of a receipt: enough to fold it, a reason why it may not be, or nothing because it is its parties' alone. */
export type Shown = Decided | { not: string } | null

/** One receipt's rows, those that hold. Its id is null when it is not public; `hash` names it all the same. */
export type Group = { receiptId: string | null; hash: string; at: Date; rows: HistoryRow[] }

/** The number on a page as whole parts per million. */
export const toPpm = (share: number | null): number | null => (share === null ? null : Math.round(share * ONE))

/** Pure: of each change its newest correction, by receipt, in the order of the fold; and what is odd about the rows. */
export function groupRows(rows: readonly HistoryRow[]): { groups: Group[]; findings: ReplayFinding[] } {
  const changes = new Map<string, HistoryRow[]>()
  for (const row of rows) {
    const name = `${row.receipt_hash} ${row.dimension}`
    changes.set(name, [...(changes.get(name) ?? []), row])
  }
  const findings: ReplayFinding[] = []
  const groups = new Map<string, Group>()
  for (const versions of changes.values()) {
    const ordered = versions.toSorted((a, b) => a.fold - b.fold)
    const odd = ordered.find((row, index) => row.fold !== index)
    if (odd) findings.push(lied(`a row before it is missing: ${sayRow(odd)}`, odd))
    const newest = ordered.at(-1)
    if (!newest || newest.observation === null) continue
    const { receipt_id: receiptId, receipt_hash: hash, finalized_at } = newest
    const group = groups.get(hash) ?? { receiptId, hash, at: new Date(finalized_at), rows: [] }
    group.rows.push(newest)
    groups.set(hash, group)
    if (receiptId !== null && sha256Hex(receiptId) !== hash)
      findings.push(lied(`${sayRow(newest)}: that is not the hash of its receipt`, newest))
  }
  // Rows come newest first; those of one moment by their ids, which are not all shown.
  const ordered = [...groups.values()].reverse().sort((a, b) => a.at.getTime() - b.at.getTime())
  return {
    groups: ordered,
    findings: [...findings, ...ordered.flatMap((group, i) => outOfOrder(group, ordered[i - 1]))],
  }
}

function outOfOrder(group: Group, before: Group | undefined): ReplayFinding[] {
  const [first, second] = [before?.receiptId ?? null, group.receiptId]
  if (first === null || second === null || before?.at.getTime() !== group.at.getTime() || first < second) return []
  return [lied(`receipt ${second} was folded after ${first}, decided at the same moment`)]
}

/** A receipt's name for a person: its id, or as much of it as is shown. */
export const sayReceipt = ({ receiptId, hash }: Pick<Group, 'receiptId' | 'hash'>): string =>
  receiptId ?? `with the hash ${hash}`

type Rule = { party: string; alphaPpm: number; least: number }
type Checked = { evidence: Evidence; findings: ReplayFinding[] }

/** Pure: whether a receipt's rows say of it what the receipt says itself; and how it is to be folded. */
export function checkGroup(group: Group, shown: Shown, { party, alphaPpm, least }: Rule): Checked {
  const { hash: receiptId, at, rows } = group
  const first = firstOf(group)
  const findings = [...sameThroughout(rows, first), ...aboutN(first, least)]
  const told: Evidence = {
    ...{ receiptId, at, with: first.with, alphaPpm: first.alpha_ppm, n: first.n },
    observed: { observations: observationsIn(rows), tally: null },
    isBacked: first.alpha_ppm === alphaPpm,
    isFirst: false,
  }
  const wrong = (why: string) => ({ evidence: told, findings: [...findings, lied(`${sayRow(first)}: ${why}`, first)] })
  if (shown === null) return { evidence: told, findings: [...findings, ...aboutPrivate(first, alphaPpm)] }
  if ('not' in shown) return wrong(shown.not)
  const bearing = bearingOn(shown, party)
  if (!bearing) return wrong(`it is not about ${party}`)

  const { observed, isBacked } = bearing
  return {
    evidence: { ...told, observed, isBacked, alphaPpm: alphaFor(alphaPpm, isBacked) },
    findings: [
      ...findings,
      ...aboutShown(first, shown, bearing, alphaPpm),
      ...compareObservations(rows, first, bearing),
    ],
  }
}

/** Pure: whether each number begins where the one before ended, and moved as far as its row says it must. */
export function checkSteps(groups: readonly Group[], evidence: readonly Evidence[]): ReplayFinding[] {
  const standing: Partial<Record<Dimension, number | null>> = {}
  return groups.flatMap(({ rows }, index) =>
    rows.flatMap((row) => {
      const [before, after] = [toPpm(row.before), toPpm(row.after)]
      const last = standing[row.dimension] ?? null
      standing[row.dimension] = after
      const { isBacked = false } = evidence[index] ?? {}
      const step = { alphaPpm: row.alpha_ppm, n: row.n, isBacked }
      const right = moved(before, toPpm(row.observation) ?? 0, step)
      return [
        ...(before === last
          ? []
          : [lied(`${sayRow(row)}: it begins at ${sayPpm(before)}, after ${sayPpm(last)}`, row)]),
        ...(after === right
          ? []
          : [lied(`${sayRow(row)}: it ends at ${sayPpm(after)}, it must at ${sayPpm(right)}`, row)]),
      ]
    }),
  )
}

function firstOf(group: Group): HistoryRow {
  const [first] = group.rows
  if (!first) throw new Error(`Nothing is known of receipt ${sayReceipt(group)}`)
  return first
}

function observationsIn(rows: readonly HistoryRow[]): Observations {
  return Object.fromEntries(rows.map((row) => [row.dimension, toPpm(row.observation) ?? 0]))
}

function aboutShown(first: HistoryRow, shown: Decided, bearing: Bearing, alphaPpm: number): ReplayFinding[] {
  const alpha = alphaFor(alphaPpm, bearing.isBacked)
  const table: [boolean, string][] = [
    [shown.receiptId === first.receipt_id, 'the bundle is of another receipt'],
    [shown.at.toISOString() === first.finalized_at, `it was decided at ${shown.at.toISOString()}`],
    [bearing.with === first.with, `they dealt with ${bearing.with}`],
    [alpha === first.alpha_ppm, `α is ${alpha} ppm for this receipt, the desk took ${first.alpha_ppm}`],
  ]
  return table.flatMap(([holds, otherwise]) => (holds ? [] : [lied(`${sayRow(first)}: ${otherwise}`, first)]))
}

function compareObservations(rows: readonly HistoryRow[], first: HistoryRow, bearing: Bearing): ReplayFinding[] {
  const told = new Map<Dimension, HistoryRow>(rows.map((row) => [row.dimension, row]))
  return DIMENSIONS.flatMap((dimension) => {
    const row = told.get(dimension)
    const [says, is] = [toPpm(row?.observation ?? null), bearing.observed.observations[dimension] ?? null]
    if (says === is) return []
    const detail = `the receipt says ${sayPpm(is)} of ${dimension.toUpperCase()}, the desk observed ${sayPpm(says)}`
    return [lied(`${sayRow(row ?? { ...first, dimension })}: ${detail}`, row ?? first)]
  })
}

/** Of a receipt nobody is shown, its weight can only be one of two. */
function aboutPrivate(first: HistoryRow, alphaPpm: number): ReplayFinding[] {
  const isKnown = first.alpha_ppm === alphaPpm || first.alpha_ppm === alphaFor(alphaPpm, false)
  if (!isKnown) return [lied(`${sayRow(first)}: no receipt has an α of ${first.alpha_ppm} ppm here`, first)]
  return [unknown(`receipt ${nameIn(first)} is not public: what was observed in it is the desk’s word`)]
}

/** `n` counts users. Somebody else's other wallets are nobody's to see, so there are at least so many. */
function aboutN(first: HistoryRow, least: number): ReplayFinding[] {
  if (first.n < least) return [lied(`${sayRow(first)}: n is ${least} at least, the desk says ${first.n}`, first)]
  if (first.n === least) return []
  return [
    unknown(
      `receipt ${nameIn(first)} counts as the ${ordinal(first.n)} of its two users in 90 days; of their known wallets it is the ${ordinal(least)}. Other wallets of theirs are not shown`,
    ),
  ]
}

function sameThroughout(rows: readonly HistoryRow[], first: HistoryRow): ReplayFinding[] {
  const odd = rows.find(
    (row) =>
      row.with !== first.with ||
      row.finalized_at !== first.finalized_at ||
      row.alpha_ppm !== first.alpha_ppm ||
      row.n !== first.n,
  )
  return odd ? [lied(`${sayRow(odd)}: it differs from the other rows of its receipt`, odd)] : []
}

const nameIn = ({ receipt_id, receipt_hash }: HistoryRow) => sayReceipt({ receiptId: receipt_id, hash: receipt_hash })

export function sayRow(row: HistoryRow): string {
  const { dimension, fold } = row
  return `row ${nameIn(row)} ${dimension.toUpperCase()}${fold > 0 ? ` fold ${fold}` : ''}`
}

export function sayPpm(ppm: number | null): string {
  return ppm === null ? 'nothing' : (ppm / ONE).toFixed(6)
}

const ordinal = (n: number) => `${n}${n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`

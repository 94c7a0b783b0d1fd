const MINUTE_MS = 60_000
const FATES = ['pending', 'retrying', 'delivered', 'dead'] as const

type Fates = Record<(typeof FATES)[number], number>

export function addUp(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}

/** Pure: a part of a whole, or null where there is no whole. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

/** Pure: so many a minute, to two decimals. */
export function rateOf(count: number, minutes: number): number {
  return Math.round((count / minutes) * 100) / 100
}

/** Pure: rows of one class added up, the most frequent first. */
export function countsOf(rows: readonly { class: string; count: number }[]): { class: string; count: number }[] {
  const sums = new Map<string, number>()
  for (const row of rows) sums.set(row.class, (sums.get(row.class) ?? 0) + row.count)
  return [...sums]
    .map(([name, count]) => ({ class: name, count }))
    .sort((a, b) => b.count - a.count || a.class.localeCompare(b.class))
}

/** Pure: where deliveries stand, for each kind of endpoint and together. */
export function fatesOf(rows: readonly { kind: string; status: string; count: number }[]) {
  const none = (): Fates => ({ pending: 0, retrying: 0, delivered: 0, dead: 0 })
  const kinds = new Map<string, Fates>()
  const all = none()
  for (const { kind, status, count } of rows) {
    const fate = FATES.find((name) => name === status.toLowerCase())
    if (!fate) continue
    const own = kinds.get(kind) ?? none()
    own[fate] += count
    all[fate] += count
    kinds.set(kind, own)
  }
  const sorted = [...kinds].sort(([a], [b]) => a.localeCompare(b)).map(([kind, fates]) => ({ kind, ...fates }))
  return { ...all, success_rate: shareOf(all.delivered, all.delivered + all.dead), kinds: sorted }
}

/** Pure: rows with a minute as one value for each minute from `from` on. */
export function seriesOf(from: Date, minutes: number) {
  const place = (minute: Date) => Math.floor((minute.getTime() - from.getTime()) / MINUTE_MS)
  const zeros = () => new Array<number>(minutes).fill(0)
  const add = (values: number[], minute: Date, count: number) => {
    const at = place(minute)
    values[at] = (values[at] ?? 0) + count
  }
  return {
    counts<W extends string>(rows: readonly { minute: Date; what: W; count: number }[], names: readonly W[]) {
      const values = Object.fromEntries(names.map((name) => [name, zeros()])) as Record<W, number[]>
      for (const { minute, what, count } of rows) add(values[what], minute, count)
      return values
    },
    sums(rows: readonly { minute: Date; calls: number }[]): number[] {
      const values = zeros()
      for (const { minute, calls } of rows) add(values, minute, calls)
      return values
    },
    values<R extends { minute: Date }>(rows: readonly R[], read: (row: R) => number | null): (number | null)[] {
      const values = new Array<number | null>(minutes).fill(null)
      for (const row of rows) values[place(row.minute)] = read(row)
      return values
    },
  }
}

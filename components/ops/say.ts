/** Pure: `3 days`, `2 h`, `40 s`: the largest unit that fits. */
export function sayAge(seconds: number): string {
  if (seconds >= 2 * 86_400) return `${Math.floor(seconds / 86_400)} days`
  if (seconds >= 2 * 3_600) return `${Math.floor(seconds / 3_600)} h`
  if (seconds >= 120) return `${Math.floor(seconds / 60)} min`
  return `${Math.floor(seconds)} s`
}

/** Pure: bytes with two digits that count. */
export function sayBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** Pure: `1 dispute`, `3 disputes`. */
export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

export type PartitionView = { table: string; month: string | null; rows: number; bytes: number }
export type MonthView = { month: string | null; rows: Record<string, number>; bytes: number }

/** Pure: partitions by month, the newest first and the catch-all last. */
export function byMonth(partitions: readonly PartitionView[]): MonthView[] {
  const months = new Map<string | null, MonthView>()
  for (const { table, month, rows, bytes } of partitions) {
    const view = months.get(month) ?? { month, rows: {}, bytes: 0 }
    view.rows[table] = rows
    view.bytes += bytes
    months.set(month, view)
  }
  return [...months.values()].sort((a, b) => (b.month ?? '').localeCompare(a.month ?? ''))
}

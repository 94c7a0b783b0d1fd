import type { CsvRow } from './read-csv'

/**
 * What was sent in a batch, kept in this browser until its party signs out: which row of the file each item was, and what
 * the desk does not tell of it. The last few; a browser that keeps nothing has them as long as the page.
 */
const KEEP = 3
const INDEX = 'countersign.batches'
const nameOf = (id: string) => `countersign.batch.${id}`
const held = new Map<string, CsvRow[]>()

export function keepBatch(id: string, rows: CsvRow[]): void {
  held.set(id, rows)
  try {
    const known = keptIds().filter((each) => each !== id)
    const kept = [id, ...known].slice(0, KEEP)
    for (const old of known.slice(KEEP - 1)) localStorage.removeItem(nameOf(old))
    localStorage.setItem(INDEX, JSON.stringify(kept))
    localStorage.setItem(nameOf(id), JSON.stringify(rows))
  } catch {}
}

export function readBatch(id: string): CsvRow[] | null {
  try {
    return held.get(id) ?? (JSON.parse(localStorage.getItem(nameOf(id)) ?? 'null') as CsvRow[] | null)
  } catch {
    return null
  }
}

/** Somebody signs out: the next at this browser does not read what they sent. */
export function forgetBatches(): void {
  held.clear()
  try {
    for (const id of keptIds()) localStorage.removeItem(nameOf(id))
    localStorage.removeItem(INDEX)
  } catch {}
}

const keptIds = () => JSON.parse(localStorage.getItem(INDEX) ?? '[]') as string[]

import { type Hex, ZERO_HASH } from '@/lib/proof/hash'
import { type LogEntry, logHash, verifyLog } from '@/lib/proof/log'
import type { LogLine } from './say-entry'

/** What this browser found for one entry: the hash it computed, and whether that is the one the desk shows. */
export type EntryCheck = { sequence: number; computed: Hex; holds: boolean; why: string | null }
export type LogResult = { entries: EntryCheck[]; headMatches: boolean; holds: boolean }

/**
 * Pure: recomputes every hash of a log from the one before it, and compares the last with the head the desk shows.
 * `head`: of the challenge itself, so that a log cut short is noticed.
 */
export function checkEntries(lines: readonly LogLine[], head: string): LogResult {
  let prev: Hex = ZERO_HASH
  const whole = verifyLog(lines.map(toEntry))
  const entries = lines.map((line): EntryCheck => {
    const computed = logHash(prev, toEntry(line))
    // Each entry is judged by its own hash: what follows a broken one is computed from the hash the desk shows.
    prev = line.hash as Hex
    const gap = !whole.ok && whole.sequence === line.sequence ? whole.why : null
    const why = computed === line.hash ? gap : 'its hash is another one'
    return { sequence: line.sequence, computed, holds: why === null, why }
  })
  const headMatches = (lines.at(-1)?.hash ?? ZERO_HASH) === head
  return { entries, headMatches, holds: headMatches && whole.ok && entries.every(({ holds }) => holds) }
}

function toEntry({ sequence, at, actor, action, before, after, data }: LogLine): LogEntry {
  return { sequence, at, actor, action, before, after, data }
}

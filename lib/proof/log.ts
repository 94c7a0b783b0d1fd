import { timeField, uintField } from './fields'
import { bareHex, type Hex, sha256Hex, ZERO_HASH } from './hash'
import { jcs } from './jcs'
import { z } from './zod'

/** One change, as it is hashed. `actor` is a DID, "desk" or "chain"; `data` holds hashes, codes, numbers and times only. */
export const logEntrySchema = z.strictObject({
  sequence: uintField,
  at: timeField,
  actor: z.string().min(1),
  action: z.string().min(1),
  before: z.string().nullable(),
  after: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type LogEntry = z.infer<typeof logEntrySchema>

export type LogCheck = { ok: true; head: Hex; length: number } | { ok: false; sequence: number; why: string }

/** The hash of an entry after `prev` (32 zero bytes for the first). */
export function logHash(prev: Hex, entry: LogEntry): Hex {
  return sha256Hex(bareHex(prev), jcs(entry))
}

/**
 * Walks a whole log: sequence from 1 without gaps, each change starting from the status the one before left (null to null
 * changes nothing). With `hashes`, those kept beside the entries, every one is compared. Answers the head, or the first
 * sequence that is wrong.
 */
export function verifyLog(entries: readonly LogEntry[], hashes?: readonly Hex[]): LogCheck {
  let head = ZERO_HASH
  let status: string | null = null
  for (const [index, entry] of entries.entries()) {
    head = logHash(head, entry)
    const why = whyWrong(entry, index + 1, status) ?? (hashes && hashes[index] !== head ? 'has another hash' : null)
    if (why) return { ok: false, sequence: index + 1, why: `entry ${index + 1} ${why}` }
    if (changes(entry)) status = entry.after
  }
  if (hashes && hashes.length > entries.length) {
    return { ok: false, sequence: entries.length + 1, why: `entry ${entries.length + 1} is missing` }
  }
  return { ok: true, head, length: entries.length }
}

const changes = (entry: LogEntry) => entry.before !== null || entry.after !== null

function whyWrong(entry: LogEntry, sequence: number, status: string | null): string | null {
  if (entry.sequence !== sequence) return `says it is ${entry.sequence}`
  return changes(entry) && entry.before !== status ? 'does not start where the one before ended' : null
}

import { bareHex, type Hex, sha256Hex, ZERO_HASH } from '@/lib/proof/hash'
import { jcs } from '@/lib/proof/jcs'

/** Who did what to which, as it is hashed. */
export type AuditEntry = {
  organization_id: string
  /** From 1, without gaps, per organization. */
  sequence: number
  at: string
  /** user:<id>, key:<id>, or desk. */
  actor: string
  /** `noun.verb`: `api_key.created`, `member.removed`. */
  action: string
  /** What it was done to: `noun:<id>`. */
  target: string | null
  /** false: somebody tried and was refused. */
  allowed: boolean
  details: Record<string, unknown>
  request_id: string | null
}

/** An entry with its place in the chain. */
export type AuditRow = AuditEntry & { previous_hash: string; hash: string }

export type AuditCheck =
  /** Every entry given follows from the one before. `head` of the last; `from` the sequence of the first. */
  { ok: true; length: number; from: number; head: Hex } | { ok: false; sequence: number; why: string }

/** The hash of an entry after `previous` (32 zero bytes before the first). Pure, and the same in a browser. */
export function auditHash(previous: string, entry: AuditEntry): Hex {
  return sha256Hex(bareHex(previous), jcs(entry))
}

/**
 * Walks entries in the order of their sequence: no gap, each carries the hash of the one before and its own is right. Part
 * of a log may be given: then its first entry's `previous_hash` is believed, unless it says to be the first of all.
 */
export function verifyAudit(rows: readonly AuditRow[]): AuditCheck {
  const first = rows[0]
  if (!first) return { ok: true, length: 0, from: 0, head: ZERO_HASH }

  let head = (first.sequence === 1 ? ZERO_HASH : first.previous_hash) as Hex
  for (const [index, row] of rows.entries()) {
    const why = whyWrong(row, first.sequence + index, head, first.organization_id)
    if (why) return { ok: false, sequence: first.sequence + index, why }
    head = row.hash as Hex
  }
  return { ok: true, length: rows.length, from: first.sequence, head }
}

function whyWrong(row: AuditRow, sequence: number, head: string, organization: string): string | null {
  const { previous_hash, hash, ...entry } = row
  if (row.sequence !== sequence) return `entry ${sequence} is missing: ${row.sequence} stands in its place`
  if (row.organization_id !== organization) return `entry ${sequence} belongs to another organization`
  if (previous_hash !== head) return `entry ${sequence} does not follow from the one before`
  return hashOf(previous_hash, entry) === hash ? null : `entry ${sequence} was changed: its hash is another one`
}

/** Null for what cannot even be hashed. */
function hashOf(previous: string, entry: AuditEntry): string | null {
  try {
    return auditHash(previous, entry)
  } catch {
    return null
  }
}

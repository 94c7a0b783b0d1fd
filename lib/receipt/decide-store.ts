import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { Verdict } from '@/lib/proof/receipt'

/** What a decision writes. */

/** The statuses each ending may follow. */
const BEFORE = {
  FINALIZED: ['PENDING', 'APPEALED'],
  FAILED: ['PENDING', 'APPEALED'],
  REVERSED: ['APPEALED'],
  EXPIRED: ['AWAITING_COMMITTEE', 'PENDING'],
} as const satisfies Record<Verdict['status'], readonly string[]>

type Decided = { subject: string; organizations: string[] }

/** Moves an open receipt to its end, once. Null when it is not open so any more. */
export async function setDecided(
  sql: Sql,
  { receiptId, status, now }: { receiptId: Hex; status: Verdict['status']; now: Date },
): Promise<Decided | null> {
  const [row] = await sql.$queryRaw<{ subject: string; client: string | null; provider: string | null }[]>`
    WITH open AS (
      SELECT id, status FROM receipts
      WHERE id = ${receiptId}::text AND kind = 'task' AND status = ANY(${[...BEFORE[status]]}::text[])
      FOR UPDATE
    )
    UPDATE receipts r SET status = ${status}::text,
      finalized_at = CASE open.status WHEN 'APPEALED' THEN r.finalized_at ELSE ${now.toISOString()}::timestamptz END
    FROM open WHERE r.id = open.id
    RETURNING r.subject_id AS subject, r.client_organization_id::text AS client, r.provider_organization_id::text AS provider`
  if (!row) return null

  const { subject, client, provider } = row
  return { subject, organizations: [client, provider].filter((id) => id !== null) }
}

export async function insertVerdict(
  sql: Sql,
  { id, document, now }: { id: Hex; document: Verdict; now: Date },
): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO verdicts (id, receipt_id, round, status, document, created_at)
    VALUES (${id}::text, ${document.receipt}::text, ${document.round}::int, ${document.status}::text,
      ${JSON.stringify(document)}::jsonb, ${now.toISOString()}::timestamptz)`
}

/** Nobody sits for a decided receipt any more, and no block is waited for. */
export async function closeCommittees(sql: Sql, receiptId: Hex): Promise<void> {
  await sql.$executeRaw`
    UPDATE committees SET state = 'OVER' WHERE receipt_id = ${receiptId}::text AND state <> 'OVER'`
}

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

type Sides = { subject: string; organizations: string[] }

/** Moves an open receipt to its end, once. Null when it is not open so any more. */
export async function setDecided(
  sql: Sql,
  { receiptId, status, now }: { receiptId: Hex; status: Verdict['status']; now: Date },
): Promise<Sides | null> {
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
  return row ? toSides(row) : null
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

/** What stood before the appeal. */
export async function findAppealed(sql: Sql, receiptId: string): Promise<string | null> {
  const [row] = await sql.$queryRaw<{ appealed: string }[]>`
    SELECT appealed FROM appeals WHERE receipt_id = ${receiptId}::text`
  return row?.appealed ?? null
}

/** What a task's receipt is about, and the organizations of both sides. */
export async function findSides(sql: Sql, receiptId: string): Promise<Sides> {
  const [row] = await sql.$queryRaw<{ subject: string; client: string | null; provider: string | null }[]>`
    SELECT subject_id AS subject, client_organization_id::text AS client, provider_organization_id::text AS provider
    FROM receipts WHERE id = ${receiptId}::text`
  if (!row) throw new Error('A receipt vanished')
  return toSides(row)
}

function toSides({
  subject,
  client,
  provider,
}: {
  subject: string
  client: string | null
  provider: string | null
}): Sides {
  return { subject, organizations: [client, provider].filter((id) => id !== null) }
}

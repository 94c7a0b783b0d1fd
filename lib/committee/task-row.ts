import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'

/** A task's receipt as its committee sees it. */
export type Task = {
  id: Hex
  subject: string
  status: string
  clientKey: string
  clientUserId: string | null
  clientOrganizationId: string | null
  providerKey: string
  providerUserId: string | null
  providerOrganizationId: string | null
  round: number
  k: number
  m: number
  issuedAt: Date
  finalizedAt: Date | null
}

/** Holds the receipt's row to the end of the transaction: whoever judges, decides or seats stands in line here. Null for what is no task's. */
export async function lockTask(sql: Sql, id: string): Promise<Task | null> {
  const [row] = await sql.$queryRaw<Task[]>`
    SELECT id, subject_id AS subject, status, parties[1] AS "clientKey", client_user_id::text AS "clientUserId",
      client_organization_id::text AS "clientOrganizationId", parties[2] AS "providerKey",
      provider_user_id::text AS "providerUserId", provider_organization_id::text AS "providerOrganizationId", round, k, m,
      issued_at AS "issuedAt", finalized_at AS "finalizedAt"
    FROM receipts WHERE id = ${id}::text AND kind = 'task' FOR UPDATE`
  return row ?? null
}

/** What stands of a receipt's committee on the receipt itself. */
export async function updateTask(
  sql: Sql,
  { id, status, round, k, m }: Pick<Task, 'id' | 'status' | 'round' | 'k' | 'm'>,
): Promise<void> {
  await sql.$executeRaw`
    UPDATE receipts SET status = ${status}::text, round = ${round}::int, k = ${k}::int, m = ${m}::int
    WHERE id = ${id}::text`
}

/** Whether the receipt was appealed: 1, the second trial, else 0; and the round that trial began with. */
export async function findAppealRound(sql: Sql, receiptId: string): Promise<number | null> {
  const [row] = await sql.$queryRaw<{ round: number }[]>`
    SELECT round FROM appeals WHERE receipt_id = ${receiptId}::text`
  return row?.round ?? null
}

/** How a task stands, and at which round. Null for what is no task's. */
export async function readStanding(
  sql: Sql,
  receiptId: string,
): Promise<Pick<Task, 'status' | 'round' | 'finalizedAt'> | null> {
  const [row] = await sql.$queryRaw<Pick<Task, 'status' | 'round' | 'finalizedAt'>[]>`
    SELECT status, round, finalized_at AS "finalizedAt" FROM receipts WHERE id = ${receiptId}::text AND kind = 'task'`
  return row ?? null
}

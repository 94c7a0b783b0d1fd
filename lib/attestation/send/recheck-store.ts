import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { Operation } from '../types'

export type Confirmed = { id: string; blockNumber: number; blockHash: Hex; operation: Operation; uid: Hex }

/** What was confirmed last on a chain, the highest block first, each with one uid of it. */
export async function listNewestConfirmed(sql: Sql, chainId: number, take: number): Promise<Confirmed[]> {
  return sql.$queryRaw<Confirmed[]>`
    SELECT s.id::text, s.block_number::float8 AS "blockNumber", s.block_hash AS "blockHash", s.operation, i.uid
    FROM attestation_submissions s
    CROSS JOIN LATERAL (SELECT uid FROM attestation_items WHERE submission_id = s.id AND uid IS NOT NULL LIMIT 1) AS i
    WHERE s.chain_id = ${chainId}::int AND s.state = 'CONFIRMED'
    ORDER BY s.block_number DESC, s.created_at DESC LIMIT ${take}::int`
}

/** Its block is gone though it counted as final: it is mined in a block that is not there, and the next look sees to that. */
export async function markLost(sql: Sql, id: string, blockHash: Hex, now: Date): Promise<void> {
  const at = now.toISOString()
  const changed = await sql.$executeRaw`
    UPDATE attestation_submissions SET state = 'MINED', updated_at = ${at}::timestamptz
    WHERE id = ${id}::uuid AND state = 'CONFIRMED' AND block_hash = ${blockHash}::text`
  if (changed === 0) return

  await sql.$executeRaw`
    DELETE FROM attestations AS a USING attestation_items AS i
    WHERE i.submission_id = ${id}::uuid AND i.operation = 'ATTEST' AND a.chain_id = i.chain_id AND a.uid = i.uid AND NOT a.offchain`
  await sql.$executeRaw`
    UPDATE attestations AS a SET status = 'CONFIRMED', revoked_at = NULL, revoked_tx = NULL FROM attestation_items AS i
    WHERE i.submission_id = ${id}::uuid AND i.operation = 'REVOKE' AND a.chain_id = i.chain_id AND a.uid = i.uid`
  await sql.$executeRaw`
    UPDATE attestation_items SET status = 'MINED', updated_at = ${at}::timestamptz
    WHERE submission_id = ${id}::uuid AND status = 'CONFIRMED'`
}

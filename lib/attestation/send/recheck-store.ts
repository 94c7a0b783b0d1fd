import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'

/** What was confirmed last on a chain, the highest block first. */
export async function listNewestConfirmed(
  sql: Sql,
  chainId: number,
  take: number,
): Promise<{ id: string; blockNumber: number; blockHash: Hex }[]> {
  return sql.$queryRaw<{ id: string; blockNumber: number; blockHash: Hex }[]>`
    SELECT id::text, block_number::float8 AS "blockNumber", block_hash AS "blockHash" FROM attestation_submissions
    WHERE chain_id = ${chainId}::int AND state = 'CONFIRMED'
    ORDER BY block_number DESC, created_at DESC LIMIT ${take}::int`
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

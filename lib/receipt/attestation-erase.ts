import type { Sql } from '@/lib/db/sql'
import { NETWORKS } from '@/lib/proof/chains'

/** Where a user's statements said that their evidence lies is gone; what they signed stays, its hash too. While their wallets are still linked. */
export async function eraseReferences(sql: Sql, userId: string): Promise<void> {
  await sql.$executeRaw`
    UPDATE receipt_attestations SET evidence_ref = NULL
    WHERE evidence_ref IS NOT NULL AND signer IN (
      SELECT did FROM agents WHERE user_id = ${userId}::uuid
      UNION SELECT 'did:pkh:eip155:' || chain || ':' || address
      FROM wallets, unnest(${NETWORKS.map(({ chainId }) => chainId)}::int[]) AS chain
      WHERE user_id = ${userId}::uuid AND unlinked_at IS NULL)`
}

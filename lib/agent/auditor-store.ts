import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'

/** Somebody who may be drawn, as the registry and the chain have them. */
export type Auditor = { did: string; member: Hex; stake: bigint }

type Question = { chainId: number; contract: Hex | null; now: Date }

/**
 * Everybody who stands for committees now: an auditor by their own wish, not expired, and for a wallet's DID still the
 * owner of that wallet; with what they have locked in `contract`. An agent without a wallet counts with the largest stake
 * among its user's wallets, since nobody could lock any under its own DID.
 */
export async function listAuditors(sql: Sql, { chainId, contract, now }: Question): Promise<Auditor[]> {
  const rows = await sql.$queryRaw<{ did: string; member: Hex; stake: string }[]>`
    WITH standing AS (
      SELECT did, member, user_id, did LIKE 'did:key:%' AS has_no_wallet FROM agents
      WHERE auditor AND expires_at > ${now.toISOString()}::timestamptz
    ), owned AS (
      SELECT s.did, s.member, w.address FROM standing s
      LEFT JOIN wallets w ON w.user_id = s.user_id AND w.unlinked_at IS NULL AND (s.has_no_wallet OR w.address = s.member)
      WHERE s.has_no_wallet OR w.address IS NOT NULL
    )
    SELECT o.did, o.member, coalesce(max(k.locked), 0)::text AS stake FROM owned o
    LEFT JOIN agent_stakes k ON k.chain_id = ${chainId}::int AND k.contract = ${contract}::text AND k.member = o.address
    GROUP BY o.did, o.member ORDER BY o.did`
  return rows.map(({ stake, ...row }) => ({ ...row, stake: BigInt(stake) }))
}

/** How many stand, staked or not. */
export async function countAuditors(sql: Sql, now: Date): Promise<number> {
  const [row] = await sql.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM agents WHERE auditor AND expires_at > ${now.toISOString()}::timestamptz`
  return row?.count ?? 0
}

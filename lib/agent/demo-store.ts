import { LOCAL_CHAIN } from '@/lib/chain/networks'
import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { shortenAddress } from '@/lib/wallet/address'

type Owner = { userId: string; organizationId: string }

/** Processes that start at once wait for one another. */
export async function lockDemo(tx: Sql): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('countersign.demo-auditors'))`
}

/** The user of a demo account and their personal organization, made as its first sign-in would make them. */
export async function insertDemoOwner(tx: Sql, address: string, now: Date): Promise<Owner> {
  const known = await findOwner(tx, address)
  if (known) return known

  const [userId, organizationId, at] = [newId(), newId(), now.toISOString()]
  await tx.$executeRaw`INSERT INTO users (id, created_at) VALUES (${userId}::uuid, ${at}::timestamptz)`
  await tx.$executeRaw`
    INSERT INTO wallets (id, user_id, address, chain_id, kind, verified_at)
    VALUES (${newId()}::uuid, ${userId}::uuid, ${address}::text, ${LOCAL_CHAIN}::int, 'EOA', ${at}::timestamptz)`
  await tx.$executeRaw`
    INSERT INTO organizations (id, name, personal, created_at)
    VALUES (${organizationId}::uuid, ${shortenAddress(address)}::text, true, ${at}::timestamptz)`
  await tx.$executeRaw`
    INSERT INTO memberships (organization_id, user_id, role, created_at)
    VALUES (${organizationId}::uuid, ${userId}::uuid, 'owner', ${at}::timestamptz)`
  return { userId, organizationId }
}

async function findOwner(tx: Sql, address: string): Promise<Owner | null> {
  const [row] = await tx.$queryRaw<Owner[]>`
    SELECT w.user_id AS "userId", m.organization_id AS "organizationId" FROM wallets w
    JOIN memberships m ON m.user_id = w.user_id JOIN organizations o ON o.id = m.organization_id AND o.personal
    WHERE w.address = ${address}::text AND w.unlinked_at IS NULL`
  return row ?? null
}

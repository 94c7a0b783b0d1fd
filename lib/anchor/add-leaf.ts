import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import type { LeafKind } from '@/lib/proof/merkle'

/** Puts a hash into the next batch to be timestamped, as part of the caller's transaction. Adding it again changes nothing. */
export async function addLeaf(sql: Sql, leaf: { kind: LeafKind; id: Hex; now: Date }): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO anchor_leaves (id, kind, leaf, created_at)
    VALUES (${newId()}::uuid, ${leaf.kind}::text, ${leaf.id}::text, ${leaf.now.toISOString()}::timestamptz)
    ON CONFLICT (kind, leaf) DO NOTHING`
}

import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { LeafKind } from '@/lib/proof/merkle'
import { insertLeaf } from './store'

/** Puts a hash into the next batch to be timestamped, as part of the caller's transaction. Adding it again changes nothing. */
export function addLeaf(sql: Sql, leaf: { kind: LeafKind; id: Hex; now: Date }): Promise<void> {
  return insertLeaf(sql, leaf)
}

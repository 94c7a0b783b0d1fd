import type { Sql } from '@/lib/db/sql'
import type { EventType } from '@/lib/event/catalogue'
import { type Audience, listAudience } from './store'

/** The organizations of the receipts' parties that have not been told `type` about them yet; receipts everybody was told of are left out. */
export function findAudience(sql: Sql, receiptIds: readonly string[], type: EventType): Promise<Audience[]> {
  return listAudience(sql, receiptIds, type)
}

import type { Sql } from '@/lib/db/sql'
import { HALF } from './integers'
import { trustAt } from './score'
import { listStandings } from './store'

/**
 * How far each of these parties is to be trusted now: trust′ in parts per million, with what time has taken off (domain §6).
 * Ids are those of `partyKeyOf`. Whoever has no history is there too, with a half.
 */
export async function trustOf(sql: Sql, partyIds: readonly string[], now: Date): Promise<Map<string, number>> {
  const standings = await listStandings(sql, partyIds)
  return new Map(
    partyIds.map((id) => {
      const standing = standings.get(id)
      return [id, standing ? trustAt(standing, now).prime : HALF]
    }),
  )
}

import type { Sql } from '@/lib/db/sql'
import { findStates, lockOpen } from './store'
import type { EndedItem, LockedItem } from './verdict'

const OPEN = new Set(['PENDING', 'RETRYING'])
const TRIES = 3

export type Loaded = { open: Map<string, LockedItem>; ended: Map<string, EndedItem> }

/**
 * These items: the open ones under their subjects' locks, the ended ones as they are. Ids of neither are not in the inbox. An
 * item that was brought back between the two looks is looked for again.
 */
export async function loadItems(sql: Sql, endpointId: string, ids: string[]): Promise<Loaded> {
  for (let attempt = 1; ; attempt++) {
    const open = new Map((await lockOpen(sql, endpointId, ids)).map((item) => [item.event_id, item]))
    const missing = ids.filter((id) => !open.has(id))
    const states = missing.length === 0 ? [] : await findStates(sql, endpointId, missing)
    if (attempt === TRIES || !states.some(({ status }) => OPEN.has(status))) {
      return { open, ended: new Map(states.map((state) => [state.event_id, state])) }
    }
  }
}

import { toWire } from '@/components/data/to-wire'
import { isAppError } from '@/lib/errors'
import { listDead, listItems } from '@/lib/inbox/list-items'
import { DeadFilter, InboxFilter } from '@/lib/inbox/schemas'
import { type Chosen, ITEMS_A_PAGE, toInboxQuery } from './inbox-query'
import type { Seen } from './read-place'
import type { ItemView, PageOf } from './types'

/**
 * The first page of items as the address narrows it. Null where the browser has to ask: times are meant in the zone it is
 * in, and what is wrong with a filter is shown there.
 */
export async function drawItems({ ctx }: Seen, chosen: Chosen): Promise<PageOf<ItemView> | null> {
  const asked = toInboxQuery(chosen)
  if (chosen.from || chosen.to || 'errors' in asked) return null
  const filter = InboxFilter.safeParse({ ...asked.query, limit: `${ITEMS_A_PAGE}` })
  return filter.success ? orNone(() => listItems(ctx, filter.data)) : null
}

/** The first page of dead letters, of one type if the address names one. */
export async function drawDead({ ctx }: Seen, { type }: Chosen): Promise<PageOf<ItemView> | null> {
  const filter = DeadFilter.safeParse({ ...(type ? { type } : {}), limit: `${ITEMS_A_PAGE}` })
  return filter.success ? orNone(() => listDead(ctx, filter.data)) : null
}

async function orNone(read: () => Promise<unknown>): Promise<PageOf<ItemView> | null> {
  try {
    return toWire<PageOf<ItemView>>(await read())
  } catch (error) {
    if (isAppError(error, 'E9004')) return null
    throw error
  }
}

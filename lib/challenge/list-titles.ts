import { type Ctx, requireUser } from '@/lib/context'
import * as store from './store'

/** The titles of the caller's own challenges among `ids`, by id: made by them, or sent to one of their wallets. */
export async function listTitles(ctx: Ctx, ids: string[]): Promise<Record<string, string>> {
  if (ids.length === 0) return {}
  const { userId } = requireUser(ctx)
  const rows = await store.listTitles(ctx.db, { userId, addresses: await store.listAddresses(ctx.db, userId) }, ids)
  return Object.fromEntries(rows.map(({ id, title }) => [id, title]))
}

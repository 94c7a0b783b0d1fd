import type pg from 'pg'
import type { Ctx, UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { findInbox } from './store'

/** Default inboxes by organization: made with it, and never another one. */
const known = new WeakMap<pg.Pool, Map<string, string>>()
const MOST_KNOWN = 10_000

/** The inbox a call means: `endpoint`, or the default one of the organization it acts in. E6002 for one that is not theirs. */
export async function loadInbox(ctx: Ctx<UserActor>, endpoint: string | undefined): Promise<string> {
  const { organizationId } = ctx.actor
  const defaults = defaultsOf(ctx.pool)
  const id = endpoint === undefined ? defaults.get(organizationId) : undefined
  const found = id ?? (await findInbox(sqlOver(ctx.pool), organizationId, endpoint))
  if (!found) throw new AppError('E6002', 'There is no such inbox in this organization.')

  if (endpoint === undefined) defaults.set(organizationId, found)
  return found
}

function defaultsOf(pool: pg.Pool): Map<string, string> {
  const before = known.get(pool)
  if (before && before.size < MOST_KNOWN) return before
  const fresh = new Map<string, string>()
  known.set(pool, fresh)
  return fresh
}

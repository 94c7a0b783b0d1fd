import type { Ctx, UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { findInbox } from './store'

/** The inbox a call means: `endpoint`, or the default one of the organization it acts in. E6002 for one that is not theirs. */
export async function loadInbox(ctx: Ctx<UserActor>, endpoint: string | undefined): Promise<string> {
  const id = await findInbox(sqlOver(ctx.pool), ctx.actor.organizationId, endpoint)
  if (id) return id
  throw new AppError('E6002', 'There is no such inbox in this organization.')
}

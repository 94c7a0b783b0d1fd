import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { requireMembership } from './access'

/** The same caller acting in another organization of theirs, as `X-Organization` says it over HTTP. E9008 to strangers. */
export async function actIn(ctx: Ctx, organizationId: string): Promise<Ctx<UserActor>> {
  const actor = requireUser(ctx)
  const { role } = await requireMembership(ctx.db, organizationId, actor.userId)
  return { ...ctx, actor: { ...actor, organizationId, role } }
}

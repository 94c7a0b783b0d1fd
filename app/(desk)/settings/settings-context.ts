import type { Ctx, UserActor } from '@/lib/context'
import { pageContext } from '@/lib/http/action'

/** Whose settings are looked at; null when nobody is signed in. */
export async function settingsContext(): Promise<Ctx<UserActor> | null> {
  const { actor, ...rest } = await pageContext()
  return actor.kind === 'user' ? { ...rest, actor } : null
}

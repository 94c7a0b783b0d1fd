import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { AppError } from '@/lib/errors'

export type SessionActor = UserActor & { sessionId: string }

/**
 * Somebody who signed in, by browser or access token. API keys act for their user within scopes, and no scope reaches
 * the user's own account: E9007. E9005 for nobody.
 */
export function requireSession(ctx: Ctx): SessionActor {
  const actor = requireUser(ctx)
  if (actor.sessionId === null) {
    throw new AppError('E9007', 'An API key cannot do this. Sign in with your wallet.')
  }
  return { ...actor, sessionId: actor.sessionId }
}

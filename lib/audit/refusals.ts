import type { Ctx, UserActor } from '@/lib/context'
import { isAppError } from '@/lib/errors'
import { recordRefusal } from './record'

type Attempt = { organizationId: string; action: string; target?: string; details?: Record<string, string> }

/**
 * Does `work`, and when it is refused for what the caller may do (E9007), keeps that in the organization's audit log. Around
 * the transaction, not in it. What is only impossible now, or does not exist for them, is no refusal.
 */
export async function withRefusals<T>(ctx: Ctx<UserActor>, attempt: Attempt, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isAppError(error, 'E9007')) await recordRefusal(ctx, attempt)
    throw error
  }
}

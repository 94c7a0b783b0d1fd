import type { Ctx, UserActor } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { isOperator } from './operators'

/** The caller as an operator of the desk. To everybody else this part of it does not exist: E9008, signed in or not. */
export function requireOperator(ctx: Ctx): Ctx<UserActor> {
  const { actor } = ctx
  if (actor.kind === 'user' && isOperator(actor)) return { ...ctx, actor }
  throw new AppError('E9008', 'There is nothing at this address.')
}

import type { UserActor } from '@/lib/context'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { isOperator } from '@/lib/ops/operators'

/**
 * Who may make a sandbox: its owner, as long as the desk itself is not in production. There only operators do: what a
 * sandbox asks to be delayed and tried again is work for the workers everybody shares. E9007.
 */
export function requireMayMarkSandbox(actor: UserActor): void {
  if (mayMarkSandbox(actor)) return
  throw new AppError('E9007', 'Here only operators of the desk make an organization a sandbox. Ask them.')
}

export function mayMarkSandbox(actor: UserActor): boolean {
  return env().COUNTERSIGN_ENV !== 'production' || isOperator(actor)
}

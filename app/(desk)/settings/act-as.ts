import type { z } from 'zod'
import type { Ctx, UserActor } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { action } from '@/lib/http/action'
import { Address } from '@/lib/http/schemas'

type Acting = { acting_as: string }
/** zod calls an object without fields one that may have none at all. */
type With<T> = T extends Record<string, never> ? Acting : T & Acting

/**
 * A verb as a server action of these pages. Each form says whom it was drawn for: several parties may be signed in to one
 * browser, and what one window shows must not be done as the party another window switched to meanwhile. E9007.
 */
export function actAs<S extends z.ZodObject, T>(
  schema: S,
  verb: (ctx: Ctx<UserActor>, input: z.output<S>) => Promise<T>,
) {
  const whole = schema.extend({ acting_as: Address }) as unknown as z.ZodType<z.output<S> & Acting, With<z.input<S>>>
  return action(
    whole,
    (ctx, { acting_as, ...input }) => {
      requireSame(ctx, acting_as)
      return verb(ctx, input as unknown as z.output<S>)
    },
    { limit: 'wallet' },
  )
}

function requireSame({ actor }: Ctx<UserActor>, actingAs: string): void {
  if (actor.wallet.address === actingAs) return
  throw new AppError(
    'E9007',
    'This browser has switched to another party since this page was loaded. Nothing was changed; load the page again.',
  )
}

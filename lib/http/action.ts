import { headers as requestHeaders } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { currentTime } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { database } from '@/lib/db/client'
import type { ErrorCode, FieldError } from '@/lib/errors'
import { noteFailedCall } from '@/lib/ops/note-error'
import { withRequestId } from '@/lib/request-scope'
import { identify, limitSubject } from './caller'
import { toAppError } from './problem'
import { type LimitGroup, limitOf, rateLimited, rateLimiter } from './rate-limit'
import { requestIdOf } from './request-id'
import type { ActorFor, Auth } from './spec'
import { validationError } from './validation'

/** What a form knows after it was sent; null before. */
export type ActionState<T> =
  | { ok: true; result: T }
  | { ok: false; code: ErrorCode; message: string; errors: FieldError[] }
  | null

type Given<S extends z.ZodType> = FormData | z.input<S>
type Options<A extends Auth> = { auth?: A; limit?: LimitGroup }

/**
 * A verb as a server action, the third door: same caller, same schema, same limits and errors as `route()`, answered as
 * the state of a form. Takes `(previous, form)` from useActionState, or the input alone when called directly. Empty
 * fields of a form count as not given.
 */
export function action<S extends z.ZodType, T, A extends Auth = 'required'>(
  schema: S,
  verb: (ctx: Ctx<ActorFor<A>>, input: z.output<S>) => Promise<T>,
  { auth, limit = 'challenges' }: Options<A> = {},
) {
  return async (...given: [Given<S>] | [ActionState<T>, Given<S>]): Promise<ActionState<T>> => {
    const headers = await requestHeaders()
    const requestId = requestIdOf(headers)
    return withRequestId(requestId, async () => {
      try {
        const ctx = await openContext(headers, requestId, 'POST', auth ?? 'required')
        await countCall(ctx, headers, limit)

        const input = parse(schema, given[given.length - 1])
        return { ok: true, result: await verb(ctx as Ctx<ActorFor<A>>, input) }
      } catch (error) {
        return failed(error, requestId)
      }
    })
  }
}

/** The context of a page being rendered: whoever the browser's session says, or nobody. */
export async function pageContext(): Promise<Ctx> {
  const headers = await requestHeaders()
  return openContext(headers, requestIdOf(headers), 'GET', 'optional')
}

async function openContext(headers: Headers, requestId: string, method: 'GET' | 'POST', auth: Auth): Promise<Ctx> {
  const { prisma, pool } = database()
  const now = currentTime()
  const actor = await identify(pool, auth, { method, headers }, now)
  return { actor, now, requestId, db: prisma, pool }
}

async function countCall(ctx: Ctx, headers: Headers, group: LimitGroup): Promise<void> {
  const limit = limitOf(group)
  const subject = limitSubject(ctx.actor, headers)
  const spent = await rateLimiter().spend(ctx.pool, { subject, group, limit, cost: 1, now: ctx.now })
  if (!spent.allowed) throw rateLimited(group, limit, spent)
}

function parse<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const parsed = schema.safeParse(given instanceof FormData ? toFields(given) : given)
  if (!parsed.success) throw validationError(parsed.error.issues)
  return parsed.data
}

/** The fields of a form; a name given more than once becomes a list. Next's own bookkeeping is left out. */
function toFields(form: FormData): Record<string, unknown> {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith('$ACTION'))
  const fields = names.map((name) => [name, form.getAll(name).filter((value) => value !== '')] as const)
  return Object.fromEntries(
    fields
      .filter(([, values]) => values.length > 0)
      .map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  )
}

function failed(error: unknown, requestId: string): ActionState<never> {
  // Next's redirects and not-founds travel as errors.
  unstable_rethrow(error)
  const problem = toAppError(error)
  noteFailedCall('action of a page', problem, requestId)
  const { code, message, fields = [] } = problem
  return { ok: false, code, message, errors: fields }
}

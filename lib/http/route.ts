import type { z } from 'zod'
import { currentTime } from '@/lib/clock'
import { type Actor, type Ctx, requireScope } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { noteFailedCall } from '@/lib/ops/note-error'
import { withRequestId } from '@/lib/request-scope'
import { shownPath, templateOf } from '@/lib/telemetry/path-template'
import { inSpan, isTracing } from '@/lib/telemetry/tracing'
import { watchCall } from '@/lib/telemetry/watch-call'
import { type Answer, complete, problemAnswer, respond, toAnswer } from './answer'
import { ANONYMOUS, idempotencySubject, identify, isNobody, limitSubject } from './caller'
import { hashBody, idempotencyKeyOf, runOnce } from './idempotency'
import { parseInput, readBody } from './input'
import { corsHeaders, isSafe, requireKnownOrigin } from './origin'
import { toAppError } from './problem'
import { limitOf, rateHeaders, rateLimited, rateLimiter, type Spent } from './rate-limit'
import { requestIdOf } from './request-id'
import type { ActorFor, Auth, MediaType, Params, Route, RouteContext, RouteSpec } from './spec'

type Nothing = z.ZodObject<Record<never, never>>
type Bytes<M> = M extends '*' ? { bytes: Uint8Array } : unknown
type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, M> = z.output<Q> &
  z.output<B> &
  z.output<P> &
  Bytes<M>

type Options<A, P, Q, B, M> = RouteSpec & { auth?: A; params?: P; query?: Q; body?: B; mediaType?: M }

/** One request on its way through: who asked what, and the headers its answer will carry. */
type Call = {
  request: Request
  requestId: string
  now: Date
  path: string
  search: string
  headers: Record<string, string>
  /** Whoever it turned out to be. */
  actor?: Actor
  /** Refused because that part of the desk is switched off (E9010). */
  isOff?: boolean
}

/**
 * A verb as a route: `route({ body, limit }, (ctx, input) => verb(ctx, input))`. It identifies the caller, counts the
 * call, parses, keeps repeats of an Idempotency-Key apart, runs the verb and sets headers, in that order, and answers
 * every error as problem+json. `input` is flat: query, body and path parameters as their schemas output them. What the
 * verb returns is serialised by lib/http/json.ts with the route's status; a Reply brings its own status, a Response is
 * passed on. With `idempotent`, return from `inTransaction(ctx, …)` the very answer the verb returns (lib/http/idempotency.ts).
 */
export function route<
  A extends Auth = 'required',
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  M extends MediaType = 'application/json',
>(
  spec: Options<A, P, Q, B, M>,
  verb: (ctx: Ctx<ActorFor<A>>, input: Input<P, Q, B, M>, request: Request) => unknown,
): Route {
  const run = verb as (ctx: Ctx, input: object, request: Request) => unknown
  const serve = (request: Request, context: RouteContext): Promise<Response> => {
    const call = openCall(request)
    return withRequestId(call.requestId, () => watch(spec, run, call, context))
  }
  return Object.assign(serve, { spec })
}

function openCall(request: Request): Call {
  const requestId = requestIdOf(request.headers)
  const url = request.url
  const pathAt = url.indexOf('/', url.indexOf('//') + 2)
  const searchAt = url.indexOf('?', pathAt)
  const path = url.slice(pathAt, searchAt === -1 ? undefined : searchAt)
  return {
    request,
    requestId,
    now: currentTime(),
    path: path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path,
    search: searchAt === -1 ? '' : url.slice(searchAt),
    headers: { 'x-request-id': requestId },
  }
}

/** Answers, and tells the metrics, the live tail and the traces how it went. */
async function watch(
  spec: RouteSpec,
  run: (ctx: Ctx, input: object, request: Request) => unknown,
  call: Call,
  context: RouteContext,
): Promise<Response> {
  const started = performance.now()
  // Next has none at all for a path without parameters, whatever its types say.
  const params: Params = (context.params instanceof Promise ? await context.params : context.params) ?? {}
  // Health and the metrics themselves are asked for every few seconds.
  if (spec.limit === 'none') return answer(spec, run, call, params)

  const { method, headers } = call.request
  const template = templateOf(call.path, params)
  const response = isTracing()
    ? await inSpan(
        {
          name: `${method} ${template}`,
          kind: 'server',
          attributes: {
            'http.request.method': method,
            'http.route': template,
            'countersign.request_id': call.requestId,
          },
          parent: headers.get('traceparent'),
        },
        async (note) => {
          const answered = await answer(spec, run, call, params)
          note({ 'http.response.status_code': answered.status })
          return answered
        },
      )
    : await answer(spec, run, call, params)
  const { requestId, actor, isOff } = call
  watchCall({ method, template, status: response.status, isOff, ms: performance.now() - started, requestId, actor })
  return response
}

async function answer(
  spec: RouteSpec,
  run: (ctx: Ctx, input: object, request: Request) => unknown,
  call: Call,
  params: Params,
): Promise<Response> {
  let result: Answer | Response
  try {
    result = await attempt(spec, run, call, params)
  } catch (error) {
    const problem = toAppError(error)
    call.isOff = problem.code === 'E9010'
    if (problem.status >= 500) {
      noteFailedCall(`${call.request.method} ${templateOf(call.path, params)}`, problem, call.requestId)
    }
    result = problemAnswer(problem, call.requestId)
  }
  const response = result instanceof Response ? complete(result, call.headers) : respond(result, call.headers)
  if (log.isLevelEnabled('debug')) {
    log.debug({ method: call.request.method, path: shownPath(call.path, params), status: response.status }, 'request')
  }
  return response
}

async function attempt(
  spec: RouteSpec,
  run: (ctx: Ctx, input: object, request: Request) => unknown,
  call: Call,
  params: Params,
): Promise<Answer | Response> {
  const { request, now, requestId } = call
  const origin = request.headers.get('origin')
  Object.assign(call.headers, corsHeaders(origin))
  requireKnownOrigin(request.method, origin)

  const shared = database()
  const actor = isNobody(spec.auth, request.headers) ? ANONYMOUS : await identifyOrCount(spec, call, shared)
  call.actor = actor
  const counting = countCall(spec, call, shared, actor)
  if (counting) await counting

  const ctx: Ctx = { actor, now, requestId, db: shared.prisma, pool: shared.pool }
  if (spec.scope !== undefined && actor.kind === 'user') requireScope(ctx, spec.scope)

  const body = await readBody(spec, request)
  const input = parseInput(spec, params, call.search, body)
  const work = (c: Ctx) => run(c, input, request)

  const key = idempotencyKeyOf(spec, request.headers)
  if (key === null) return answerOf(spec, await work(ctx))

  const scope = {
    actor: idempotencySubject(actor, request.headers),
    method: request.method,
    path: call.path,
    key,
    bodyHash: hashBody(body.bytes, call.search),
  }
  return runOnce(spec, ctx, scope, work)
}

function answerOf(spec: RouteSpec, result: unknown): Answer | Response {
  return result instanceof Response ? result : toAnswer(result, spec.status ?? 200)
}

/** The caller. Guessing at credentials costs the guesser's address a call. */
async function identifyOrCount(spec: RouteSpec, call: Call, shared: Database): Promise<Actor> {
  try {
    return await identify(shared.pool, spec.auth ?? 'required', call.request, call.now)
  } catch (error) {
    if (isAppError(error)) await countCall(spec, call, shared, { kind: 'anonymous' })
    throw error
  }
}

/**
 * Counts the call against its caller's minute; E9003 when that is used up. There is nothing to wait for while this process
 * holds a part of it.
 */
function countCall(spec: RouteSpec, call: Call, shared: Database, actor: Actor): Promise<void> | undefined {
  if (spec.limit === 'none') return undefined

  const group = isSafe(call.request.method) ? 'reads' : spec.limit
  const limit = limitOf(group, (actor.kind === 'user' && actor.quotas) || undefined)
  const spend = {
    subject: limitSubject(actor, call.request.headers),
    group,
    limit,
    cost: spec.cost ?? 1,
    now: call.now,
  }
  const note = (spent: Spent) => {
    if (!spent.allowed) throw rateLimited(group, limit, spent)
    Object.assign(call.headers, rateHeaders(group, limit, spent))
  }

  const limiter = rateLimiter()
  const held = limiter.spendHeld(spend)
  if (!held) return limiter.spend(shared.pool, spend).then(note)
  note(held)
  return undefined
}

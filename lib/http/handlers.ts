import { AppError } from '@/lib/errors'
import { withRequestId } from '@/lib/request-scope'
import { problemAnswer, respond, withoutBody } from './answer'
import { corsHeaders, preflightHeaders } from './origin'
import { requestIdOf } from './request-id'
import { type Handler, METHODS, type Method, type Route } from './spec'

type Given = Partial<Record<Exclude<Method, 'HEAD' | 'OPTIONS'>, Route>>
export type Handlers = Record<Method, Handler | Route>

/**
 * The seven methods of a path. Those not given are made here, so that every door answers them alike: HEAD from GET,
 * OPTIONS with Allow and the preflight's headers, anything else 405 E9011.
 */
export function handlers(given: Given): Handlers {
  const allow = allowOf(given)
  const refused = handlerOf((request) => refuseMethod(request, allow))

  return {
    GET: given.GET ?? refused,
    HEAD: given.GET ? headOf(given.GET) : refused,
    POST: given.POST ?? refused,
    PUT: given.PUT ?? refused,
    PATCH: given.PATCH ?? refused,
    DELETE: given.DELETE ?? refused,
    OPTIONS: handlerOf((request) => options(request, allow)),
  }
}

/** Answers a path of the API that does not exist: 404 E9008, whatever the method. */
export function unknownPath(): Handlers {
  const missing = handlerOf((request) =>
    refuse(request, new AppError('E9008', 'There is nothing at this address. The calls are listed at /docs.')),
  )
  return {
    GET: missing,
    HEAD: headOf(missing),
    POST: missing,
    PUT: missing,
    PATCH: missing,
    DELETE: missing,
    OPTIONS: missing,
  }
}

/** The Allow header of a path with these methods. */
export function allowOf(methods: Partial<Record<Method, Handler | Route>>): string {
  const given = (method: Method) => 'spec' in (methods[method] ?? {})
  return METHODS.filter((method) => method === 'OPTIONS' || given(method === 'HEAD' ? 'GET' : method)).join(', ')
}

/** 405 for a method the path does not take. */
export function refuseMethod(request: Request, allow: string): Response {
  const error = new AppError('E9011', `This address takes ${allow}.`, { headers: { allow } })
  return refuse(request, error)
}

function headOf(get: Handler): Handler {
  return async (request, context) => withoutBody(await get(request, context))
}

function handlerOf(answer: (request: Request) => Response): Handler {
  return async (request) => answer(request)
}

function options(request: Request, allow: string): Response {
  const origin = request.headers.get('origin')
  const headers = { allow, ...preflightHeaders(origin, allow) }
  return respond({ status: 204, text: null, type: '', headers }, callHeaders(request, requestIdOf(request.headers)))
}

function refuse(request: Request, error: AppError): Response {
  const requestId = requestIdOf(request.headers)
  return withRequestId(requestId, () => respond(problemAnswer(error, requestId), callHeaders(request, requestId)))
}

function callHeaders(request: Request, requestId: string): Record<string, string> {
  return { 'x-request-id': requestId, ...corsHeaders(request.headers.get('origin')) }
}

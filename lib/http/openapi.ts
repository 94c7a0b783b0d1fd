import type { z } from 'zod'
import { ERRORS, type ErrorCode } from '@/lib/errors'
import { singleton } from '@/lib/singleton'
import { toSchema } from './openapi-schema'
import { isSafe } from './origin'
import { PROBLEM_SCHEMA } from './problem-schema'
import type { Handler, Method, Refusal, Route, RouteEntry, RouteSpec } from './spec'
import { VERSION } from './version'

type Json = Record<string, unknown>

const BASE = '/api/v1/'

/** The OpenAPI 3.1 document as text, built once per process from what the routes say about themselves. */
export function openapiText(routes: readonly RouteEntry[]): string {
  return singleton('openapi', () => JSON.stringify(buildOpenapi(routes)))
}

/** Pure: see `openapiText`. */
export function buildOpenapi(routes: readonly RouteEntry[]): Json {
  const schemas: Json = { Problem: PROBLEM_SCHEMA }
  const paths: Json = {}
  for (const { path, methods } of routes) {
    if (!path.startsWith(BASE)) continue
    paths[path.replace(/:(\w+)/g, '{$1}')] = Object.fromEntries(
      specsOf(methods).map(([method, spec]) => [method.toLowerCase(), operation(path, method, spec, schemas)]),
    )
  }

  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version: VERSION,
      description:
        'Amounts are decimal strings in the smallest unit, times RFC 3339 in UTC, chains CAIP-2, parties DIDs. Lists take `limit` and `cursor` and answer `data` and `next_cursor`. Errors are problem+json (RFC 9457) with a `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas, securitySchemes: SECURITY_SCHEMES },
  }
}

const SECURITY_SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The access token `wallet/verify` returns, or an API key `csk_<id>_<secret>`.',
  },
}

function specsOf(methods: Record<Method, Handler | Route>): [Method, RouteSpec][] {
  return (Object.entries(methods) as [Method, Handler | Route][]).flatMap(([method, handler]) =>
    'spec' in handler ? [[method, handler.spec]] : [],
  )
}

function operation(path: string, method: Method, spec: RouteSpec, schemas: Json): Json {
  return {
    operationId: operationId(path, method),
    tags: [spec.tag ?? tagOf(path)],
    summary: spec.summary,
    ...(spec.description ? { description: spec.description } : {}),
    ...(parameters(path, method, spec, schemas) ?? {}),
    ...requestBody(method, spec, schemas),
    responses: { ...success(spec, schemas), ...failures(method, spec) },
    security: security(spec),
  }
}

/** `POST /api/v1/challenges/:id/accept` → `postChallengesIdAccept`. */
function operationId(path: string, method: Method): string {
  const words = path
    .slice(BASE.length)
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function tagOf(path: string): string {
  return path.slice(BASE.length).split('/')[0] ?? 'system'
}

function security(spec: RouteSpec): Json[] {
  if (spec.auth === 'none') return []
  // What an API key must be allowed: OpenAPI 3.1 lets any scheme name roles.
  const bearer = spec.scope ? [spec.scope] : []
  // An empty alternative is OpenAPI's way to say that credentials may be left out.
  return spec.auth === 'optional' ? [{ bearer }, {}] : [{ bearer }]
}

function parameters(path: string, method: Method, spec: RouteSpec, schemas: Json): Json | undefined {
  const fromPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: propertyOf(spec.params, name ?? '', schemas) ?? { type: 'string' },
  }))
  const all = [...fromPath, ...queryParameters(spec, schemas), ...headerParameters(method, spec)]
  return all.length > 0 ? { parameters: all } : undefined
}

function queryParameters(spec: RouteSpec, schemas: Json): Json[] {
  if (!spec.query) return []

  const { properties = {}, required = [] } = toSchema(spec.query, 'input', schemas) as {
    properties?: Json
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function headerParameters(method: Method, spec: RouteSpec): Json[] {
  const named = (name: string, description: string) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  })
  return [
    ...(spec.idempotent
      ? [
          named(
            'Idempotency-Key',
            'Your own key for this call, 1–255 visible characters: a repeat within 24 hours gets the first answer again.',
          ),
        ]
      : []),
    ...(spec.auth === 'none' || isSafe(method) ? [] : [named('X-Organization', 'The organization the call acts in.')]),
  ]
}

function requestBody(method: Method, spec: RouteSpec, schemas: Json): Json {
  if (isSafe(method)) return {}
  if (spec.mediaType === '*') return { requestBody: { required: true, content: { '*/*': {} } } }
  if (!spec.body) return {}

  const required = !spec.body.safeParse({}).success
  return {
    requestBody: { required, content: { 'application/json': { schema: toSchema(spec.body, 'input', schemas) } } },
  }
}

function success(spec: RouteSpec, schemas: Json): Json {
  const status = spec.status ?? 200
  const type = spec.produces ?? 'application/json'
  const schema = spec.answer ? { schema: toSchema(spec.answer, 'output', schemas) } : {}
  const content = status === 204 ? {} : { content: { [type]: schema } }
  return {
    [status]: { description: spec.summary, headers: { 'X-Request-Id': { schema: { type: 'string' } } }, ...content },
  }
}

/** One entry per status, naming the codes that come with it. */
function failures(method: Method, spec: RouteSpec): Json {
  const byStatus = new Map<number, Set<ErrorCode>>()
  for (const refusal of [...everyRoute(method, spec), ...(spec.errors ?? [])]) {
    const [code, status] = typeof refusal === 'string' ? [refusal, ERRORS[refusal].status] : refusal
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code))
  }

  const entries = [...byStatus].sort(([a], [b]) => a - b)
  return Object.fromEntries(entries.map(([status, codes]) => [String(status), failure([...codes])]))
}

function failure(codes: ErrorCode[]): Json {
  return {
    description: codes.map((code) => `${code} ${ERRORS[code].title}`).join(' · '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
}

/** What `route()` itself can answer with. */
function everyRoute(method: Method, spec: RouteSpec): Refusal[] {
  const codes: Refusal[] = ['E9001', 'E9002']
  if (spec.params) codes.push(spec.notFound ?? 'E9008')
  if (spec.query || spec.body) codes.push('E9004')
  if (spec.limit !== 'none') codes.push('E9003')
  if (spec.auth !== 'none') codes.push('E9006')
  if ((spec.auth ?? 'required') === 'required') codes.push('E9005')
  if (spec.scope || !isSafe(method)) codes.push('E9007')
  if (!isSafe(method)) codes.push(spec.tooLarge ?? 'E9012')
  if (!isSafe(method) && spec.mediaType !== '*') codes.push('E9013')
  if (spec.idempotent) codes.push('E9009', ['E9009', 422])
  return codes
}

function propertyOf(schema: z.ZodType | undefined, name: string, schemas: Json): unknown {
  if (!schema) return undefined
  return (toSchema(schema, 'input', schemas).properties as Json | undefined)?.[name]
}

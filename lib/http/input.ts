import { z } from 'zod'
import { AppError, ERRORS, type ErrorCode } from '@/lib/errors'
import { DEFAULT_MAX_BYTES, parseJson, readBytes, requireJson } from './body'
import { isSafe } from './origin'
import type { Params, RouteSpec } from './spec'
import { validationError } from './validation'

const Nothing = z.strictObject({})

/** The body as it came (what an Idempotency-Key is bound to), and what it says. */
export type Body = { bytes: Uint8Array; value: unknown }

/** Reads the body of a call that may have one. No body at all counts as `{}`, so that the schema decides. */
export async function readBody(spec: RouteSpec, request: Request): Promise<Body> {
  if (isSafe(request.method)) return { bytes: new Uint8Array(0), value: undefined }

  const bytes = await readBytes(request, spec.maxBytes ?? DEFAULT_MAX_BYTES, spec.tooLarge)
  if (spec.mediaType === '*') return { bytes, value: { bytes } }
  if (bytes.byteLength === 0) return { bytes, value: {} }

  requireJson(request.headers)
  return { bytes, value: parseJson(bytes) }
}

/**
 * The flat input of a verb: query, body and path parameters, parsed; a path parameter wins over a field of the same
 * name. A path whose parameters have the wrong shape names nothing: `spec.notFound`.
 */
export function parseInput(spec: RouteSpec, params: Params, search: string, body: Body): object {
  const fromPath = parseParams(spec, params)
  const issues: z.core.$ZodIssue[] = []
  const fromQuery = spec.query ? collect(spec.query, toQuery(search), issues) : undefined
  const fromBody = body.value === undefined ? undefined : parseBody(spec, body.value, issues)

  if (issues.length > 0) throw validationError(issues)
  return { ...fromQuery, ...fromBody, ...fromPath }
}

function parseParams(spec: RouteSpec, params: Params): object | undefined {
  if (!spec.params) return undefined

  const parsed = spec.params.safeParse(params)
  if (parsed.success) return parsed.data as object
  throw notFound(spec.notFound ?? 'E9008')
}

function parseBody(spec: RouteSpec, value: unknown, issues: z.core.$ZodIssue[]): object | undefined {
  if (spec.mediaType === '*') return value as object
  return collect(spec.body ?? Nothing, value, issues)
}

function collect(schema: z.ZodType, value: unknown, issues: z.core.$ZodIssue[]): object | undefined {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data as object
  issues.push(...parsed.error.issues)
  return undefined
}

/** The query as an object of text; a name given more than once becomes a list. */
function toQuery(search: string): Record<string, string | string[]> {
  const query = new Map<string, string | string[]>()
  for (const [name, value] of new URLSearchParams(search)) {
    const before = query.get(name)
    query.set(name, before === undefined ? value : [before, value].flat())
  }
  // fromEntries defines own properties, so `?__proto__=` stays a name like any other.
  return Object.fromEntries(query)
}

function notFound(code: ErrorCode): AppError {
  return new AppError(code, `${ERRORS[code].title}. Check the address.`)
}

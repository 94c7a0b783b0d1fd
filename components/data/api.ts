import type { FieldError } from '@/lib/errors'
import { connection } from './connection-store'

/** The desk said no, with a code and a sentence for the person (RFC 9457). */
export class ApiProblem extends Error {
  override name = 'ApiProblem'
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: FieldError[],
    readonly requestId: string | null,
    /** When to ask again, where the desk said so. */
    readonly retryAfterSeconds: number | null,
  ) {
    super(detail)
  }
}

/** The desk did not answer at all. What was asked may have happened or not. */
export class Unreachable extends Error {
  override name = 'Unreachable'
  constructor() {
    super('The desk cannot be reached. What you typed stays here; try again in a moment.')
  }
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
type Options = {
  body?: unknown
  idempotencyKey?: string
  signal?: AbortSignal
  /** The organization the call acts in; their personal one when none is named. */
  organization?: string | undefined
}

let windowParty: string | null = null

/**
 * Which of the parties signed in to this browser this window acts as. Every call says so, and the desk refuses it
 * (E9005) when the browser no longer holds that session: no window ever acts as another one's party.
 */
export function setWindowParty(address: string | null): void {
  windowParty = address
}

export function getWindowParty(): string | null {
  return windowParty
}

/**
 * Calls the desk. `path` is under `/api/v1` (`challenges/…`) or starts with a slash. Throws ApiProblem when it refuses and
 * Unreachable when it cannot be reached.
 */
export async function api<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  const response = await send(method, path, options)
  if (response.status === 204) return undefined as T
  if (response.ok) return (await readJson(response)) as T
  throw await toProblem(response)
}

/** The address of a path under `/api/v1`. */
export function apiUrl(path: string): string {
  return path.startsWith('/') ? path : `/api/v1/${path}`
}

async function send(
  method: Method,
  path: string,
  { body, idempotencyKey, signal, organization }: Options,
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (idempotencyKey) headers['idempotency-key'] = idempotencyKey
  if (windowParty) headers['x-countersign-party'] = windowParty
  if (organization) headers['x-organization'] = organization

  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store', signal: signal ?? null }
  if (body !== undefined) init.body = JSON.stringify(body)
  try {
    const response = await fetch(apiUrl(path), init)
    // A proxy that answers for a desk that is gone.
    if ([502, 503, 504].includes(response.status) && !isJson(response)) throw new Unreachable()
    return response
  } catch (error) {
    if (signal?.aborted) throw error
    connection.lost()
    throw new Unreachable()
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    connection.lost()
    throw new Unreachable()
  }
}

async function toProblem(response: Response): Promise<ApiProblem> {
  const body = isJson(response) ? await response.json().catch(() => null) : null
  const text = (name: string) => (typeof body?.[name] === 'string' ? (body[name] as string) : null)
  const retryAfter = Number(response.headers.get('retry-after'))
  return new ApiProblem(
    response.status,
    text('code') ?? 'E9001',
    text('detail') ?? text('title') ?? 'Something went wrong on our side. Nothing was changed; try again.',
    Array.isArray(body?.errors) ? body.errors : [],
    text('request_id') ?? response.headers.get('x-request-id'),
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
  )
}

function isJson(response: Response): boolean {
  return /^application\/(?:problem\+)?json\b/.test(response.headers.get('content-type') ?? '')
}

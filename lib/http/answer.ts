import type { AppError } from '@/lib/errors'
import { toJson } from './json'
import { toProblem } from './problem'
import { Reply } from './reply'
import { apiHeaders } from './response-headers'

/** An answer as it goes out and as it is kept for a repeat. */
export type Answer = { status: number; text: string | null; type: string; headers: Record<string, string> }

type ResponseClass = new (body: BodyInit | null, init: { status: number; headers: Record<string, string> }) => Response

const JSON_TYPE = 'application/json; charset=utf-8'
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** `server/` puts a Response class here that its listener can write out without building streams. */
export const RESPONSE_CLASS = Symbol.for('countersign.Response')

/** What a verb returned, as an answer: its own status when it is a Reply, else `status`. */
export function toAnswer(result: unknown, status: number): Answer {
  if (result instanceof Reply) return jsonAnswer(result.status, result.body, result.headers)
  return jsonAnswer(status, result, {})
}

/** An error as an answer: problem+json with the error's own headers. */
export function problemAnswer(error: AppError, requestId: string): Answer {
  const challenge = error.status === 401 ? { 'www-authenticate': 'Bearer' } : undefined
  return {
    status: error.status,
    text: toJson(toProblem(error, requestId)),
    type: PROBLEM_TYPE,
    headers: { ...challenge, ...error.headers },
  }
}

/** An answer that was kept, as it was. */
export function keptAnswer(status: number, text: string): Answer {
  return {
    status,
    text: text === '' ? null : text,
    type: status >= 400 ? PROBLEM_TYPE : JSON_TYPE,
    headers: { 'idempotency-replayed': 'true' },
  }
}

function jsonAnswer(status: number, body: unknown, headers: Record<string, string>): Answer {
  return { status, text: status === 204 ? null : toJson(body), type: JSON_TYPE, headers }
}

/** The Response of an answer, with the headers every answer has and those of this call. */
export function respond(answer: Answer, callHeaders: Record<string, string>): Response {
  const headers = Object.assign({}, apiHeaders(), callHeaders, answer.headers)
  if (answer.text !== null) headers['content-type'] = answer.type
  return build(answer.text, answer.status, headers)
}

/** A Response a verb made itself, with the same headers added where it has none of its own. */
export function complete(response: Response, callHeaders: Record<string, string>): Response {
  const headers = { ...apiHeaders(), ...callHeaders, ...Object.fromEntries(response.headers) }
  const cookies = response.headers.getSetCookie()
  if (cookies.length < 2) return build(response.body, response.status, headers)

  // An object holds one value for a name, and several cookies are several headers.
  const all = new Headers(headers)
  all.delete('set-cookie')
  for (const cookie of cookies) all.append('set-cookie', cookie)
  return new Response(response.body, { status: response.status, headers: all })
}

/** The same answer without its body, for HEAD. */
export function withoutBody(response: Response): Response {
  void response.body?.cancel()
  return build(null, response.status, Object.fromEntries(response.headers))
}

function build(body: BodyInit | null, status: number, headers: Record<string, string>): Response {
  const chosen = (globalThis as Record<symbol, unknown>)[RESPONSE_CLASS] as ResponseClass | undefined
  return new (chosen ?? Response)(body, { status, headers })
}

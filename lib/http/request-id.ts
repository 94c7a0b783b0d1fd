import { randomUUID } from 'node:crypto'

const VISIBLE = /^[\x21-\x7e]{1,128}$/

/** The caller's X-Request-Id when it is 1–128 visible ASCII characters, else a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get('x-request-id')
  return given !== null && VISIBLE.test(given) ? given : randomUUID()
}

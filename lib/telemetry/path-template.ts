import { loggablePath } from '@/lib/http/loggable-path'
import type { Params } from '@/lib/http/spec'

const UNMATCHED = '/:unmatched'

/**
 * Pure: the template of a path, from the parameters found in it: `/api/v1/challenges/0192…/send` with `{ id: '0192…' }` is
 * `/api/v1/challenges/:id/send`. Both doors know the parameters, only one the template. The last parameter is looked for
 * from the end, so that a parameter that reads like a literal part before it does no harm. A path whose parameters cannot be
 * found in it has one name with all others like it: anybody can write such paths, as many as they like.
 */
export function templateOf(path: string, params: Params): string {
  const names = Object.keys(params)
  if (names.length === 0) return path

  const segments = path.split('/')
  let at = segments.length - 1
  for (const name of names.reverse()) {
    const value = params[name]
    while (at > 0 && !isSame(segments[at] ?? '', value)) at--
    if (at <= 0) return UNMATCHED
    segments[at--] = `:${name}`
  }
  return segments.join('/')
}

const AN_ID = /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|0x[0-9a-f]{40,64}|[0-9a-f]{64}|\d{1,10})$/i

/** Pure: a path as it may stand in a log: parameters that are no ids by their looks are left out, whatever was put there. */
export function shownPath(path: string, params: Params): string {
  const known = templateOf(path, params)
  if (known === UNMATCHED) return UNMATCHED

  const segments = loggablePath(path).split('/')
  const template = known.split('/')
  return segments
    .map((segment, i) => (template[i]?.startsWith(':') && !AN_ID.test(segment) ? template[i] : segment))
    .join('/')
}

function isSame(segment: string, value: string | string[] | undefined): boolean {
  return segment === value || decoded(segment) === value
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

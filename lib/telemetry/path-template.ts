import type { Params } from '@/lib/http/spec'

/**
 * Pure: the template of a path, from the parameters found in it: `/api/v1/challenges/0192…/send` with `{ id: '0192…' }` is
 * `/api/v1/challenges/:id/send`. Both doors know the parameters, only one the template. The last parameter is looked for
 * from the end, so that a parameter that reads like a literal part before it does no harm.
 */
export function templateOf(path: string, params: Params): string {
  const names = Object.keys(params)
  if (names.length === 0) return path

  const segments = path.split('/')
  let at = segments.length - 1
  for (const name of names.reverse()) {
    const value = params[name]
    while (at > 0 && !isSame(segments[at] ?? '', value)) at--
    if (at > 0) segments[at--] = `:${name}`
    else at = segments.length - 1
  }
  return segments.join('/')
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

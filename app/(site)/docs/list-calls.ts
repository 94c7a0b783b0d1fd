import { ALIASES } from '@/lib/http/aliases'
import type { RouteEntry } from '@/lib/http/spec'

export type Call = { method: string; path: string; summary: string; group: string }

/** Pure: what the routes say about themselves, one entry for each method. */
export function listCalls(routes: readonly RouteEntry[]): Call[] {
  return routes.flatMap(({ path, methods }) =>
    Object.entries(methods).flatMap(([method, handler]) =>
      'spec' in handler ? [{ method, path: shownPath(path), summary: handler.spec.summary, group: groupOf(path) }] : [],
    ),
  )
}

/** The noun of the path; what is not under v1 is about the desk itself. */
function groupOf(path: string): string {
  const [, version, noun] = path.split('/').slice(1)
  return version === 'v1' && noun && noun !== 'openapi.json' ? noun : 'desk'
}

/** A well-known document is asked for under its well-known name. */
function shownPath(path: string): string {
  const alias = Object.entries(ALIASES).find(([from, to]) => to === path && from.startsWith('/.well-known/'))
  return alias?.[0] ?? path
}

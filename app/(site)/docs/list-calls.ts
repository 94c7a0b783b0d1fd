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

/** Pure: the groups of calls that have a page, in the order somebody meets them; new ones at the end. */
export function groupsOf(routes: readonly RouteEntry[]): string[] {
  const groups = [...new Set(listCalls(routes).map(({ group }) => group))].filter((group) => group !== DESK)
  const place = (group: string) =>
    group === 'dev' ? Infinity : ORDER.includes(group) ? ORDER.indexOf(group) : ORDER.length
  return groups.sort((a, b) => place(a) - place(b) || a.localeCompare(b))
}

/** Calls about the desk itself. They take nothing, so they are listed and have no page. */
export const DESK = 'desk'

const ORDER = ['wallet', 'me', 'networks', 'funds', 'challenges', 'invites', 'cases', 'receipts', 'verify', 'anchors']

/** Pure: a group as a heading. */
export function nameOfGroup(group: string): string {
  if (group === 'me') return 'Your account'
  if (group === 'verify') return 'Verification'
  if (group === 'dev') return 'Local chain'
  const words = group.replaceAll('-', ' ').replace(/^api\b/, 'API')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The noun of the path; what is not under v1 is about the desk itself. */
export function groupOf(path: string): string {
  const [, version, noun] = path.split('/').slice(1)
  return version === 'v1' && noun && noun !== 'openapi.json' ? noun : DESK
}

/** A well-known document is asked for under its well-known name. */
function shownPath(path: string): string {
  const alias = Object.entries(ALIASES).find(([from, to]) => to === path && from.startsWith('/.well-known/'))
  return alias?.[0] ?? path
}

import { Hono } from 'hono'
import { ALIASES } from '@/lib/http/aliases'
import { allowOf, refuseMethod, unknownPath } from '@/lib/http/handlers'
import type { Method, RouteEntry } from '@/lib/http/spec'

/** The route files of app/api on Hono: the self-hosted desk's way to them. */
export function createApi(table: readonly RouteEntry[]): Hono {
  const app = new Hono({ strict: false })
  for (const entry of [...table, ...aliasesOf(table)].sort(staticFirst)) mount(app, entry)

  const unknown = unknownPath()
  app.notFound((c) => (unknown[c.req.method as Method] ?? unknown.GET)(c.req.raw, { params: {} }))
  return app
}

function mount(app: Hono, { path, methods }: RouteEntry): void {
  const allow = allowOf(methods)
  app.all(path, (c) => {
    const handler = methods[c.req.method as Method]
    return handler ? handler(c.req.raw, { params: c.req.param() }) : refuseMethod(c.req.raw, allow)
  })
}

function aliasesOf(table: readonly RouteEntry[]): RouteEntry[] {
  return Object.entries(ALIASES).flatMap(([path, target]) =>
    table.filter((entry) => entry.path === target).map(({ methods }) => ({ path, methods })),
  )
}

/** Hono takes the first path that fits, Next the most literal one: so those come first. */
function staticFirst(a: RouteEntry, b: RouteEntry): number {
  const [left, right] = [rank(a.path), rank(b.path)]
  return left < right ? -1 : left > right ? 1 : 0
}

function rank(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '1' : '0'))
    .join('')
}

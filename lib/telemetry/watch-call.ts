import type { Actor } from '@/lib/context'
import { noteCall } from '@/lib/metrics/note-call'
import { type Level, tell } from '@/lib/tail/tell'
import { countRequest } from './requests'

export type WatchedCall = {
  method: string
  /** The path's template. */
  template: string
  status: number
  ms: number
  requestId: string
  actor: Actor | undefined
}

/** Calls that watch: told, they would fill the tail with themselves. */
const WATCHERS: ReadonlySet<string> = new Set(['/api/v1/logs', '/api/v1/metrics'])

/** Counts an answered call; of somebody signed in also in their organization's minute and live tail. */
export function watchCall({ method, template, status, ms, requestId, actor }: WatchedCall): void {
  countRequest(method, template, status, ms)
  if (actor?.kind !== 'user' || WATCHERS.has(template)) return

  const { organizationId } = actor
  const route = `${method} ${template}`
  const rounded = Math.round(ms * 10) / 10
  noteCall({ organizationId, route, status, ms })
  tell({
    organizationId,
    level: levelOf(status),
    source: 'api',
    message: `${route} → ${status} in ${rounded} ms`,
    requestId,
    context: { method, route: template, status, ms: rounded },
  })
}

function levelOf(status: number): Level {
  if (status >= 500) return 'error'
  return status >= 400 ? 'warn' : 'info'
}

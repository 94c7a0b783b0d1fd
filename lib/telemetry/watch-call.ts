import type { Actor } from '@/lib/context'
import { noteCall } from '@/lib/metrics/note-call'
import { type Level, tell } from '@/lib/tail/tell'
import { countRequest } from './requests'

export type WatchedCall = {
  method: string
  /** The path's template. */
  template: string
  status: number
  /** Asked for what is switched off on purpose: no fault of the desk, counted with the caller's own (4xx). */
  isOff?: boolean | undefined
  ms: number
  requestId: string
  actor: Actor | undefined
}

/** Calls that watch: told, they would fill the tail with themselves. */
const WATCHERS: ReadonlySet<string> = new Set(['/api/v1/logs', '/api/v1/metrics'])

/** Counts an answered call; of somebody signed in also in their organization's minute and live tail. */
export function watchCall({ method, template, status, isOff, ms, requestId, actor }: WatchedCall): void {
  const counted = isOff ? 400 : status
  countRequest(method, template, counted, ms)
  if (actor?.kind !== 'user' || WATCHERS.has(template)) return

  const { organizationId } = actor
  const route = `${method} ${template}`
  const rounded = Math.round(ms * 10) / 10
  noteCall({ organizationId, route, status: counted, ms })
  tell({
    organizationId,
    level: levelOf(counted),
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

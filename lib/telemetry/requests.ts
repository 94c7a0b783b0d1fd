import { Histogram, Registry } from 'prom-client'
import { singleton } from '@/lib/singleton'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

type Requests = { registry: Registry; histogram: Histogram<'method' | 'route' | 'status'> }

/** What this process counts of the calls it answers; `GET /api/metrics` tells it. */
export function requestsOf(): Requests {
  return singleton('requests', (): Requests => {
    const registry = new Registry()
    const histogram = new Histogram({
      name: 'countersign_http_request_duration_seconds',
      help: 'How long calls of the API took in this process, by method, path template and status class.',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers: [registry],
    })
    return { registry, histogram }
  })
}

/** Counts one call of any caller. Nothing is kept but sums. */
export function countRequest(method: string, route: string, status: number, ms: number): void {
  requestsOf().histogram.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, ms / 1000)
}

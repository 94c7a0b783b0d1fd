import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { getMetrics } from '@/lib/metrics/get-metrics'
import { MetricsAnswer, MetricsFilter } from '@/lib/metrics/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Numbers of your organization',
      description:
        'Events, deliveries, tries and calls of the last hour, six hours or day, with a value for each minute, and what waits now. Calls of this path and of the live tail are not counted.',
      query: MetricsFilter,
      answer: MetricsAnswer,
      limit: 'events',
      scope: 'events:read',
    },
    (ctx, input) => getMetrics(ctx, input),
  ),
})

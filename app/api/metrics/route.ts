import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { scrape } from '@/lib/metrics/scrape'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Metrics for Prometheus',
      description:
        'The desk’s numbers as Prometheus reads them: with METRICS_TOKEN as bearer, or from the machine itself.',
      produces: 'text/plain',
      auth: 'none',
      limit: 'none',
      errors: ['E9005', 'E9006'],
    },
    (ctx, _, request) => scrape(ctx, request.headers),
  ),
})

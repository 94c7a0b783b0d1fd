import { streamEvents } from '@/lib/event/stream-events'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Events as they happen',
      description:
        'Server-sent events, each with `data` as in the list and an `id` to resume from: send the last one as `Last-Event-ID`. Without it the stream starts now. A comment comes every 15 seconds.',
      produces: 'text/event-stream',
      limit: 'events',
      scope: 'events:read',
    },
    (ctx, _input, request) => streamEvents(ctx, request),
  ),
})

import { listEvents } from '@/lib/event/list-events'
import { EventAnswer, EventFilter } from '@/lib/event/schemas'
import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Events of your organization',
      description:
        'Everything that happened, newest first unless asked otherwise. `type` takes one type, or a noun as `challenge.*`.',
      query: EventFilter,
      answer: pageOf(EventAnswer),
      limit: 'events',
      scope: 'events:read',
    },
    (ctx, input) => listEvents(ctx, input),
  ),
})

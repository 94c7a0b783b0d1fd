import { EventDeliveriesAnswer, EventPath } from '@/lib/event/delivery-schemas'
import { listDeliveriesOf } from '@/lib/event/list-deliveries'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'What became of an event',
      description: 'Its way to each endpoint of your organization, inboxes and webhooks alike, with every try.',
      params: EventPath,
      answer: EventDeliveriesAnswer,
      limit: 'events',
      scope: 'events:read',
    },
    (ctx, input) => listDeliveriesOf(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { ackItems } from '@/lib/inbox/ack'
import { AckedItems, AckItems, InboxRef } from '@/lib/inbox/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Acknowledge several items',
      description: 'Each has a result of its own: one that is refused does not keep the others.',
      query: InboxRef,
      body: AckItems,
      answer: AckedItems,
      limit: 'events',
      scope: 'events:write',
      errors: ['E6002', 'E9007'],
    },
    (ctx, input) => ackItems(ctx, input),
  ),
})

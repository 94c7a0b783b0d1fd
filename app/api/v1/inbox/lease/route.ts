import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { leaseItems } from '@/lib/inbox/lease'
import { InboxRef, LeasedItems, LeaseItems } from '@/lib/inbox/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Lease items',
      description:
        'The oldest open item of each subject, of up to `max` subjects. Nobody else gets them until `leased_until`. End each with ack or nack and its receipt handle; a lease that runs out counts as a failure.',
      query: InboxRef,
      body: LeaseItems,
      answer: LeasedItems,
      limit: 'events',
      scope: 'events:write',
      errors: ['E6002', 'E9007'],
    },
    (ctx, input) => leaseItems(ctx, input),
  ),
})

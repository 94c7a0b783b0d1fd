import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'
import { listItems } from '@/lib/inbox/list-items'
import { InboxFilter, InboxItem } from '@/lib/inbox/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Items of your inbox',
      description:
        'Newest first. `status` takes several with commas, `type` one type or a noun as `order.*`, and `metadata.<key>=` what ' +
        'the event’s metadata says, as text. At most ten filters, each named once.',
      query: InboxFilter,
      answer: pageOf(InboxItem),
      limit: 'events',
      scope: 'events:read',
      errors: ['E6002'],
    },
    (ctx, input) => listItems(ctx, input),
  ),
})

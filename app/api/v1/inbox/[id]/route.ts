import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { getItem } from '@/lib/inbox/list-items'
import { InboxItemWithAttempts, InboxRef, ItemPath } from '@/lib/inbox/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'One item with its attempts',
      params: ItemPath,
      query: InboxRef,
      answer: InboxItemWithAttempts,
      limit: 'events',
      scope: 'events:read',
      errors: ['E6002', 'E9008'],
    },
    (ctx, input) => getItem(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'
import { listDead } from '@/lib/inbox/list-items'
import { DeadFilter, InboxItemWithAttempts } from '@/lib/inbox/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Dead items, with why and every attempt',
      query: DeadFilter,
      answer: pageOf(InboxItemWithAttempts),
      limit: 'events',
      scope: 'events:read',
      errors: ['E6002'],
    },
    (ctx, input) => listDead(ctx, input),
  ),
})

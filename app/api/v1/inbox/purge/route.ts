import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { purgeItems } from '@/lib/inbox/purge'
import { InboxRef, PurgedAnswer, PurgeItems } from '@/lib/inbox/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Delete items',
      description:
        'For good, with their attempts; the events stay in the log. What has ended, unless `status` says otherwise. Owners and admins only.',
      query: InboxRef,
      body: PurgeItems,
      answer: PurgedAnswer,
      limit: 'events',
      scope: 'events:write',
      errors: ['E6002', 'E9007'],
    },
    (ctx, input) => purgeItems(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { retryItem } from '@/lib/inbox/retry'
import { InboxRef, ItemPath, RetryItem, ReturnedAnswer } from '@/lib/inbox/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Let an item be leased now',
      description:
        'A dead item comes back, three times by anybody who may act and then by owners and admins; one that waits waits no longer; a leased one goes back with its handle.',
      params: ItemPath,
      query: InboxRef,
      body: RetryItem,
      answer: ReturnedAnswer,
      limit: 'events',
      scope: 'events:write',
      errors: ['E6002', 'E6005', ['E9004', 409], 'E9007', 'E9008'],
    },
    (ctx, input) => retryItem(ctx, input),
  ),
})

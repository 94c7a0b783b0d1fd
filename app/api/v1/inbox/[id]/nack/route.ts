import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { nackItem } from '@/lib/inbox/nack'
import { InboxRef, ItemPath, NackItem, ReturnedAnswer } from '@/lib/inbox/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Give a leased item back',
      description: 'It counts as a failure. With the fourth the item is dead.',
      params: ItemPath,
      query: InboxRef,
      body: NackItem,
      answer: ReturnedAnswer,
      limit: 'events',
      scope: 'events:write',
      errors: ['E6002', 'E6005', ['E9004', 409], 'E9007', 'E9008'],
    },
    (ctx, input) => nackItem(ctx, input),
  ),
})

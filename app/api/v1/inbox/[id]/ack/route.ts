import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { ackItem } from '@/lib/inbox/ack'
import { AckedAnswer, AckItem, InboxRef, ItemPath } from '@/lib/inbox/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Acknowledge an item',
      params: ItemPath,
      query: InboxRef,
      body: AckItem,
      answer: AckedAnswer,
      limit: 'events',
      scope: 'events:write',
      errors: ['E6002', 'E6005', ['E9004', 409], 'E9007', 'E9008'],
    },
    (ctx, input) => ackItem(ctx, input),
  ),
})

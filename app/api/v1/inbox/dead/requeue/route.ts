import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { requeueDead } from '@/lib/inbox/requeue'
import { InboxRef, RequeueDead, RequeuedAnswer } from '@/lib/inbox/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Bring dead items back',
      description: 'Those of `ids`, or all. What was brought back three times before is left to owners and admins.',
      query: InboxRef,
      body: RequeueDead,
      answer: RequeuedAnswer,
      limit: 'events',
      scope: 'events:write',
      errors: ['E6002', 'E9007'],
    },
    (ctx, input) => requeueDead(ctx, input),
  ),
})

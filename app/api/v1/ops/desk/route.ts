import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { lookAtDesk } from '@/lib/ops/look'
import { DeskAnswer } from '@/lib/ops/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Heartbeats, downtimes, retention and partitions',
      answer: DeskAnswer,
      limit: 'wallet',
      auth: 'optional',
    },
    (ctx) => lookAtDesk(ctx),
  ),
})

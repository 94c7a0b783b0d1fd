import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { lookAtStuck } from '@/lib/ops/look'
import { StuckAnswer } from '@/lib/ops/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Anchors and calls on chain that are stuck',
      description: 'Not through after an hour; failed calls of seven days.',
      answer: StuckAnswer,
      limit: 'wallet',
      auth: 'optional',
    },
    (ctx) => lookAtStuck(ctx),
  ),
})

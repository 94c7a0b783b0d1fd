import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { requeueDeadOf } from '@/lib/ops/requeue-dead'
import { RequeueDeadOf, RequeuedCount } from '@/lib/ops/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Bring the dead deliveries of an endpoint back',
      body: RequeueDeadOf,
      answer: RequeuedCount,
      limit: 'wallet',
      auth: 'optional',
      errors: ['E6002'],
    },
    (ctx, input) => requeueDeadOf(ctx, input),
  ),
})

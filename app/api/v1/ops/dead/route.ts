import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { lookAtDead } from '@/lib/ops/look'
import { DeadAnswer } from '@/lib/ops/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    { summary: 'Dead deliveries of all organizations, counted', answer: DeadAnswer, limit: 'wallet', auth: 'optional' },
    (ctx) => lookAtDead(ctx),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { lookAtDisputes } from '@/lib/ops/look'
import { DisputesAnswer } from '@/lib/ops/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Disputes that are not over',
      description:
        'For operators of the desk (OPERATOR_WALLETS), as everything under ops: to everybody else it is 404.',
      answer: DisputesAnswer,
      limit: 'wallet',
      auth: 'optional',
    },
    (ctx) => lookAtDisputes(ctx),
  ),
})

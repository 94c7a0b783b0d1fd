import { drawFaucet } from '@/lib/credit/issue'
import { BalanceAnswer, FaucetBody } from '@/lib/credit/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Credits to try things with',
      description: 'On a desk whose anchors go to the local chain; E9008 on every other.',
      body: FaucetBody,
      answer: BalanceAnswer,
      status: 201,
      limit: 'receipts',
      scope: 'receipts:write',
      idempotent: true,
      errors: ['E8002', 'E9008'],
    },
    (ctx, input) => drawFaucet(ctx, input),
  ),
})

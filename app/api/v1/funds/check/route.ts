import { checkFunds } from '@/lib/funds/check'
import { CheckFunds, FundsAnswer } from '@/lib/funds/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Prove that a wallet holds enough, without keeping how much',
      body: CheckFunds,
      answer: FundsAnswer,
      limit: 'funds',
      scope: 'challenges:write',
      idempotent: true,
      secrets: ['salt'],
      errors: ['E2001', 'E2002', 'E2003', 'E2004', 'E2005', 'E2007', 'E2008', 'E2009'],
    },
    (ctx, input) => checkFunds(ctx, input),
  ),
})

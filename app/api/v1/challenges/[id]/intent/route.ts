import { getIntent } from '@/lib/challenge/get-intent'
import { AskCounterIntent, AskIntent, ChallengePath, TypedDataAnswer } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'The EIP-712 text you are asked to sign',
      params: ChallengePath,
      notFound: 'E3010',
      query: AskIntent,
      answer: TypedDataAnswer,
      limit: 'challenges',
      scope: 'challenges:read',
      errors: [
        'E2008',
        'E3004',
        'E3010',
        'E3011',
        'E3012',
        'E3013',
        'E3014',
        'E3015',
        'E3016',
        'E3020',
        'E4003',
        'E5013',
        'E7002',
      ],
    },
    (ctx, input) => getIntent(ctx, input),
  ),
  POST: route(
    {
      summary: 'The EIP-712 text of a counter-proposal',
      description: 'As GET, for the one text that depends on changes too long and too private for an address.',
      params: ChallengePath,
      notFound: 'E3010',
      body: AskCounterIntent,
      answer: TypedDataAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: ['E2008', 'E3004', 'E3010', 'E3012', 'E3014', 'E3016', 'E3022', 'E3024', 'E4003', 'E4004'],
    },
    (ctx, input) => getIntent(ctx, input),
  ),
})

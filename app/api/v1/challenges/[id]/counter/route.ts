import { counterChallenge } from '@/lib/challenge/counter'
import { ChallengeAnswer, ChallengePath, CounterChallenge } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Propose other terms, signed',
      params: ChallengePath,
      notFound: 'E3010',
      body: CounterChallenge,
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: [
        'E1005',
        'E1006',
        'E1008',
        'E2004',
        'E3010',
        'E3012',
        'E3016',
        'E2008',
        'E3004',
        'E3014',
        'E3022',
        'E3024',
        'E4003',
        'E4004',
      ],
    },
    (ctx, input) => counterChallenge(ctx, input),
  ),
})

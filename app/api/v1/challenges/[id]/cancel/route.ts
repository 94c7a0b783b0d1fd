import { cancelChallenge } from '@/lib/challenge/cancel'
import { CancelChallenge, ChallengeAnswer, ChallengePath } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Withdraw, or call it off together',
      params: ChallengePath,
      notFound: 'E3010',
      body: CancelChallenge,
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: ['E1005', 'E1006', 'E1008', 'E2004', 'E3010', 'E3012', 'E3016', 'E3014'],
    },
    (ctx, input) => cancelChallenge(ctx, input),
  ),
})

import { ChallengeAnswer, ChallengePath, SplitChallenge } from '@/lib/challenge/schemas'
import { splitChallenge } from '@/lib/challenge/split'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Sign how to divide what is held; both the same end it',
      params: ChallengePath,
      notFound: 'E3010',
      body: SplitChallenge,
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: ['E1005', 'E1006', 'E1008', 'E2004', 'E3010', 'E3012', 'E3016', 'E3020', 'E3021'],
    },
    (ctx, input) => splitChallenge(ctx, input),
  ),
})

import { extendChallenge } from '@/lib/challenge/extend'
import { ChallengeAnswer, ChallengePath, ExtendChallenge } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Sign more time; lands when both have',
      params: ChallengePath,
      notFound: 'E3010',
      body: ExtendChallenge,
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: ['E1005', 'E1006', 'E1008', 'E2004', 'E3010', 'E3012', 'E3016', 'E3004', 'E3014', 'E5013'],
    },
    (ctx, input) => extendChallenge(ctx, input),
  ),
})

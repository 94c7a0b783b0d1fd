import { moderateChallenge } from '@/lib/challenge/moderate'
import { ChallengeAnswer, ChallengePath, ModerateChallenge } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Decide as the named moderator',
      params: ChallengePath,
      notFound: 'E3010',
      body: ModerateChallenge,
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: ['E1005', 'E1006', 'E1008', 'E2004', 'E3010', 'E3012', 'E3016', 'E3020', 'E3021'],
    },
    (ctx, input) => moderateChallenge(ctx, input),
  ),
})

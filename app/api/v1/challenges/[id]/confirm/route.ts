import { confirmChallenge } from '@/lib/challenge/confirm'
import { ChallengeAnswer, ChallengePath, ConfirmChallenge } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Sign an outcome; both the same end it',
      params: ChallengePath,
      notFound: 'E3010',
      body: ConfirmChallenge,
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: ['E1005', 'E1006', 'E1008', 'E2004', 'E3010', 'E3012', 'E3016', 'E3020', 'E3021', 'E4020', 'E4021'],
    },
    (ctx, input) => confirmChallenge(ctx, input),
  ),
})

import { declineChallenge } from '@/lib/challenge/decline'
import { ChallengeAnswer, ChallengePath, DeclineChallenge } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Decline, with a reason',
      params: ChallengePath,
      notFound: 'E3010',
      body: DeclineChallenge,
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: ['E3010', 'E3012', 'E3014', 'E3016'],
    },
    (ctx, input) => declineChallenge(ctx, input),
  ),
})

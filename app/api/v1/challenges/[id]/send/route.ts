import { ChallengeAnswer, ChallengePath, SendChallenge } from '@/lib/challenge/schemas'
import { sendChallenge } from '@/lib/challenge/send'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Sign the terms and send them',
      params: ChallengePath,
      notFound: 'E3010',
      body: SendChallenge,
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: ['E1005', 'E1006', 'E1008', 'E2004', 'E3010', 'E3012', 'E3016', 'E3004', 'E3014'],
    },
    (ctx, input) => sendChallenge(ctx, input),
  ),
})

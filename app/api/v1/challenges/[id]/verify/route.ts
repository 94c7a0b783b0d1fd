import { ChallengeAnswer, ChallengePath } from '@/lib/challenge/schemas'
import { verifyChallenge } from '@/lib/challenge/verify'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Run the checks that are due',
      description:
        'For the parties: the wallets and funds of a GATEKEEPER challenge. For whoever sees it: where an oracle decides, the desk looks at its feed now.',
      params: ChallengePath,
      notFound: 'E3010',
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: ['E3010', 'E3012', 'E3014', 'E4001', 'E4002', 'E4021'],
    },
    (ctx, input) => verifyChallenge(ctx, input),
  ),
})

import { acceptChallenge } from '@/lib/challenge/accept'
import { AcceptChallenge, ChallengeAnswer, ChallengePath } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Accept by signing the same terms',
      params: ChallengePath,
      notFound: 'E3010',
      body: AcceptChallenge,
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
        'E3011',
        'E3013',
        'E3015',
        'E3024',
        'E4003',
        'E4004',
      ],
    },
    (ctx, input) => acceptChallenge(ctx, input),
  ),
})

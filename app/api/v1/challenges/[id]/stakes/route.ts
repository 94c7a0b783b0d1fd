import { ChallengePath, SeeChallenge } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { getStakes } from '@/lib/stake/get-stakes'
import { StakesAnswer } from '@/lib/stake/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'What the chain says of the deposits',
      params: ChallengePath,
      notFound: 'E3010',
      query: SeeChallenge,
      answer: StakesAnswer,
      limit: 'challenges',
      auth: 'optional',
      scope: 'challenges:read',
      errors: ['E3010', 'E3016'],
    },
    (ctx, input) => getStakes(ctx, input),
  ),
})

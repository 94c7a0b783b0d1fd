import { getRehearsal } from '@/lib/challenge/get'
import { ChallengePath, RehearsalAnswer, SeeChallenge } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Every way it can end, with amounts and dates',
      params: ChallengePath,
      notFound: 'E3010',
      query: SeeChallenge,
      answer: RehearsalAnswer,
      limit: 'challenges',
      auth: 'optional',
      scope: 'challenges:read',
      errors: ['E3010', 'E3016'],
    },
    (ctx, input) => getRehearsal(ctx, input),
  ),
})

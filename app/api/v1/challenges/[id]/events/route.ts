import { getChallengeLog } from '@/lib/challenge/get'
import { ChallengePath, LogAnswer, SeeChallenge } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'The hash-chained log',
      params: ChallengePath,
      notFound: 'E3010',
      query: SeeChallenge,
      answer: LogAnswer,
      limit: 'challenges',
      auth: 'optional',
      scope: 'challenges:read',
      errors: ['E3010', 'E3016'],
    },
    (ctx, input) => getChallengeLog(ctx, input),
  ),
})

import { ChallengeAnswer, ChallengePath } from '@/lib/challenge/schemas'
import { voidOffers } from '@/lib/challenge/void-offers'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Take back what you have on the table',
      description:
        'Without bonds, what you signed is worth nothing afterwards. With bonds the desk only takes it off the table: whoever holds your signature can take it to the chain until its time is over. Only voidOffers on the contract kills it (GET challenges/:id/stakes/prepare?step=void).',
      params: ChallengePath,
      notFound: 'E3010',
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: ['E3010', 'E3012', 'E3014'],
    },
    (ctx, input) => voidOffers(ctx, input),
  ),
})

import { ChallengePath } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { getDealFile } from '@/lib/stake/get-deal-file'
import { DealAnswer } from '@/lib/stake/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Everything to leave without us',
      description:
        'The deal as the escrow knows it, what was signed about it and is still open, votes, and the roster with a proof of every row. For the parties, the moderator and who sits on the panel.',
      params: ChallengePath,
      notFound: 'E3010',
      answer: DealAnswer,
      limit: 'challenges',
      scope: 'challenges:read',
      errors: ['E3010', 'E5010'],
    },
    (ctx, input) => getDealFile(ctx, input),
  ),
})

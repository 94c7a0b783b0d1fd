import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { getReputation } from '@/lib/reputation/get'
import { ReputationAnswer, ReputationPath } from '@/lib/reputation/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'A party’s reputation',
      description:
        'The seven numbers folded from decided receipts, what they rest on and what they come to. A number without evidence is null: that is no history, not zero.',
      params: ReputationPath,
      notFound: 'E9008',
      answer: ReputationAnswer,
      limit: 'receipts',
      auth: 'none',
      errors: ['E9008'],
    },
    (ctx, input) => getReputation(ctx, input),
  ),
})

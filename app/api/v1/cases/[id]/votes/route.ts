import { CasePath, VoteAnswer, VoteBody } from '@/lib/committee/schemas'
import { castVote } from '@/lib/committee/vote'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Vote as a member of the panel',
      description:
        'The signature is on the text of `GET challenges/:id/intent?action=vote&outcome=…`. With the vote that makes k equal ones an unbonded challenge is COMPLETED; of a bonded one the votes go to the chain.',
      tag: 'challenges',
      params: CasePath,
      body: VoteBody,
      answer: VoteAnswer,
      status: 201,
      limit: 'challenges',
      scope: 'challenges:write',
      idempotent: true,
      errors: ['E1005', 'E1006', 'E1008', 'E2004', 'E3020', 'E3021', 'E7002', 'E7004', 'E9008'],
    },
    (ctx, input) => castVote(ctx, input),
  ),
})

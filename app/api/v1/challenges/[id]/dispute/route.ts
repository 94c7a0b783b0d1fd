import { disputeChallenge } from '@/lib/challenge/dispute'
import { ChallengeAnswer, ChallengePath, DisputeChallenge } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Dispute it',
      description:
        'Without bonds it is disputed at once. With bonds the case is written down and named in the answer (case_id): it is disputed when the chain says that the dispute was opened with that hash, for a tenth of the larger bond.',
      params: ChallengePath,
      notFound: 'E3010',
      body: DisputeChallenge,
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      idempotent: true,
      errors: ['E3010', 'E3012', 'E3014', 'E5011'],
    },
    (ctx, input) => disputeChallenge(ctx, input),
  ),
})

import { respondToChallenge } from '@/lib/challenge/respond'
import { ChallengeAnswer, ChallengePath, RespondChallenge } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Give your response, sealed until both are on chain',
      description:
        'ENFORCED. Kept beside the hash that your transaction puts on chain: keccak256 over the JCS of { v: "countersign.response/1", challenge, role, response, salt }. Send it before the transaction, or after; once the hash is there, only its own words are taken.',
      params: ChallengePath,
      notFound: 'E3010',
      body: RespondChallenge,
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: ['E3010', 'E3012', 'E3014'],
    },
    (ctx, input) => respondToChallenge(ctx, input),
  ),
})

import { getChallenge } from '@/lib/challenge/get'
import { patchChallenge } from '@/lib/challenge/patch'
import { ChallengeAnswer, ChallengePath, PatchChallenge, SeeChallenge } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'One challenge, as you may see it',
      params: ChallengePath,
      notFound: 'E3010',
      query: SeeChallenge,
      answer: ChallengeAnswer,
      limit: 'challenges',
      auth: 'optional',
      scope: 'challenges:read',
      errors: ['E3010', 'E3016'],
    },
    (ctx, input) => getChallenge(ctx, input),
  ),
  PATCH: route(
    {
      summary: 'Change a draft',
      params: ChallengePath,
      notFound: 'E3010',
      body: PatchChallenge,
      answer: ChallengeAnswer,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: [
        'E2008',
        'E3001',
        'E3002',
        'E3003',
        'E3004',
        'E3010',
        'E3012',
        'E3014',
        'E3022',
        'E3023',
        'E3024',
        'E4003',
        'E4004',
        'E9010',
      ],
    },
    (ctx, input) => patchChallenge(ctx, input),
  ),
})

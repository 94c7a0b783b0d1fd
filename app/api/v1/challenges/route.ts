import { createChallenge } from '@/lib/challenge/create'
import { listChallenges } from '@/lib/challenge/get'
import { listWaiting } from '@/lib/challenge/list-waiting'
import { ChallengeAnswer, ChallengeFilter, CreateChallenge } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Your challenges',
      query: ChallengeFilter,
      answer: pageOf(ChallengeAnswer),
      limit: 'challenges',
      scope: 'challenges:read',
    },
    (ctx, { waiting, ...input }) => (waiting ? listWaiting(ctx, input) : listChallenges(ctx, input)),
  ),
  POST: route(
    {
      summary: 'Draft a challenge',
      body: CreateChallenge,
      answer: ChallengeAnswer,
      status: 201,
      limit: 'challenges',
      scope: 'challenges:write',
      idempotent: true,
      errors: [
        'E1001',
        'E1002',
        'E2003',
        'E2005',
        'E2007',
        'E2008',
        'E3001',
        'E3002',
        'E3003',
        'E3004',
        'E3022',
        'E3023',
        'E3024',
        'E4003',
        'E4004',
        'E9010',
      ],
    },
    (ctx, input) => createChallenge(ctx, input),
  ),
})

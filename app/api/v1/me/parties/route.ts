import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { cookiesOfCall } from '@/lib/identity/party/cookies-of-call'
import { listParties } from '@/lib/identity/party/list'
import { rememberParty } from '@/lib/identity/party/remember'
import { PartiesAnswer } from '@/lib/identity/party/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Who is signed in to this browser',
      description:
        'A browser may hold several parties, one in each window. Its cookies say which; a call names one of them as `X-Countersign-Party: 0x…`.',
      answer: PartiesAnswer,
      limit: 'wallet',
      auth: 'none',
    },
    (ctx, _input, request) => listParties(ctx, cookiesOfCall(request)),
  ),
  POST: route(
    {
      summary: 'Keep the party of this browser’s session beside the next one',
      answer: PartiesAnswer,
      limit: 'wallet',
      auth: 'none',
      errors: ['E9007'],
    },
    (ctx, _input, request) => rememberParty(ctx, cookiesOfCall(request)),
  ),
})

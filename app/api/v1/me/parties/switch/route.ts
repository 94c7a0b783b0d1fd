import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { cookiesOfCall } from '@/lib/identity/party/cookies-of-call'
import { NameParty, PartiesAnswer } from '@/lib/identity/party/schemas'
import { switchParty } from '@/lib/identity/party/switch'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Draw this browser’s pages for another of its parties',
      body: NameParty,
      answer: PartiesAnswer,
      // Two windows side by side turn it back and forth with each change of focus.
      limit: 'events',
      auth: 'none',
      errors: ['E9005', 'E9007'],
    },
    (ctx, input, request) => switchParty(ctx, cookiesOfCall(request), input),
  ),
})

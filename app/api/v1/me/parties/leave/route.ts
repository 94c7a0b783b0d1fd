import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { cookiesOfCall } from '@/lib/identity/party/cookies-of-call'
import { leaveParty } from '@/lib/identity/party/leave'
import { LeaveParty, PartiesAnswer } from '@/lib/identity/party/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Sign one party out of this browser',
      body: LeaveParty,
      answer: PartiesAnswer,
      limit: 'wallet',
      auth: 'none',
      errors: ['E9007'],
    },
    (ctx, input, request) => {
      const named = request.headers.get('x-countersign-party')?.toLowerCase()
      return leaveParty(ctx, cookiesOfCall(request), { wallet_address: input.wallet_address ?? named })
    },
  ),
})

import { KnownPartiesAnswer, listKnownParties } from '@/lib/challenge/list-known-parties'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Addresses you have reason to know',
      description: 'Your wallets and the other sides of your challenges, to compare a new address with.',
      answer: KnownPartiesAnswer,
      limit: 'wallet',
      scope: 'challenges:read',
    },
    (ctx) => listKnownParties(ctx),
  ),
})

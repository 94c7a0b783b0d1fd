import { getCredits } from '@/lib/credit/get'
import { CreditsAnswer } from '@/lib/credit/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Your credits',
      description: 'Under each of your names, and the 50 newest postings. 1 credit = 1000 atomic.',
      answer: CreditsAnswer,
      limit: 'receipts',
      scope: 'receipts:read',
    },
    (ctx) => getCredits(ctx),
  ),
})

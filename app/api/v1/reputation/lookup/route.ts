import { z } from 'zod'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { lookUpReputation } from '@/lib/reputation/get'
import { LookupBody, ReputationAnswer } from '@/lib/reputation/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'The reputation of up to 100 parties',
      description: 'By DID or wallet; answered in the order asked, DIDs first.',
      body: LookupBody,
      answer: z.object({ data: z.array(ReputationAnswer) }),
      limit: 'receipts',
      auth: 'none',
      errors: ['E1001'],
    },
    async (ctx, input) => ({ data: await lookUpReputation(ctx, input) }),
  ),
})

import { z } from 'zod'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { Id } from '@/lib/http/schemas'
import { rotateApiKey } from '@/lib/identity/api-key/rotate'
import { NewApiKeyAnswer } from '@/lib/identity/api-key/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Replace an API key’s secret',
      description: 'The old secret is dead at once. The new key is shown in this answer only.',
      params: z.object({ id: Id }),
      answer: NewApiKeyAnswer,
      limit: 'wallet',
      idempotent: true,
      secrets: ['key'],
    },
    (ctx, input) => rotateApiKey(ctx, input),
  ),
})

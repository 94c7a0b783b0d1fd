import { handlers } from '@/lib/http/handlers'
import { PageQuery, pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'
import { createApiKey } from '@/lib/identity/api-key/create'
import { listApiKeys } from '@/lib/identity/api-key/list'
import { ApiKeyAnswer, CreateApiKey, NewApiKeyAnswer } from '@/lib/identity/api-key/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    { summary: 'Your API keys', query: PageQuery, answer: pageOf(ApiKeyAnswer), limit: 'wallet' },
    (ctx, input) => listApiKeys(ctx, input),
  ),
  POST: route(
    {
      summary: 'Make an API key',
      description:
        'The key acts for you, within its scopes, in the organization of this call. It is shown in this answer only.',
      body: CreateApiKey,
      answer: NewApiKeyAnswer,
      status: 201,
      limit: 'wallet',
      idempotent: true,
      secrets: ['key'],
      errors: [['E9004', 409], 'E9007'],
    },
    (ctx, input) => createApiKey(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { PageQuery, pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'
import { createWebhook } from '@/lib/webhook/create'
import { listWebhooks } from '@/lib/webhook/list'
import { CreateWebhook, NewWebhookAnswer, WebhookAnswer } from '@/lib/webhook/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Webhooks of your organization',
      query: PageQuery,
      answer: pageOf(WebhookAnswer),
      limit: 'webhooks',
      scope: 'webhooks:write',
      errors: ['E9010'],
    },
    (ctx, input) => listWebhooks(ctx, input),
  ),
  POST: route(
    {
      summary: 'Register a webhook',
      description:
        'It gets what happens from now on, signed by Standard Webhooks. The secret is in this answer only. The URL must be https and lead to public addresses, unless the operator of the desk allowed its host.',
      body: CreateWebhook,
      answer: NewWebhookAnswer,
      status: 201,
      limit: 'webhooks',
      scope: 'webhooks:write',
      idempotent: true,
      secrets: ['secret'],
      errors: ['E6001', ['E9004', 409], 'E9007', 'E9010'],
    },
    (ctx, input) => createWebhook(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { rotateWebhook } from '@/lib/webhook/rotate'
import { NewWebhookAnswer, WebhookPath } from '@/lib/webhook/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Give a webhook a new secret',
      description:
        'The secret is in this answer only. For 24 hours every delivery carries a signature by the secret before as well; a second rotation in that time ends the oldest at once.',
      params: WebhookPath,
      notFound: 'E6002',
      answer: NewWebhookAnswer,
      limit: 'webhooks',
      scope: 'webhooks:write',
      idempotent: true,
      secrets: ['secret'],
      errors: ['E6002', 'E9007', 'E9010'],
    },
    (ctx, input) => rotateWebhook(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { TestAnswer, WebhookPath } from '@/lib/webhook/schemas'
import { testWebhook } from '@/lib/webhook/send-test'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Send a test and see the answer',
      description: 'Sends an endpoint.test at once, also to a webhook that is disabled, and waits up to 15 seconds.',
      params: WebhookPath,
      notFound: 'E6002',
      answer: TestAnswer,
      limit: 'webhooks',
      scope: 'webhooks:write',
      errors: ['E6001', 'E6002', 'E9007', 'E9010'],
    },
    (ctx, input) => testWebhook(ctx, input),
  ),
})

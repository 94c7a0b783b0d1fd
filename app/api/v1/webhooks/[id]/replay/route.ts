import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { replayWebhook } from '@/lib/webhook/replay'
import { ReplayAnswer, ReplayWebhook, WebhookPath } from '@/lib/webhook/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Send events again',
      description:
        'One event, everything between two times, or everything the webhook should have got and has not. A repeat carries the same webhook-id. While more is true there are more: call again.',
      params: WebhookPath,
      notFound: 'E6002',
      body: ReplayWebhook,
      answer: ReplayAnswer,
      limit: 'webhooks',
      scope: 'webhooks:write',
      errors: ['E6002', 'E9007', 'E9008', 'E9010'],
    },
    (ctx, input) => replayWebhook(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'
import { listWebhookDeliveries } from '@/lib/webhook/list-deliveries'
import { DeliveryAnswer, DeliveryQuery, WebhookPath } from '@/lib/webhook/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'What was sent to a webhook, every try of it',
      params: WebhookPath,
      notFound: 'E6002',
      query: DeliveryQuery,
      answer: pageOf(DeliveryAnswer),
      limit: 'webhooks',
      scope: 'webhooks:write',
      errors: ['E6002', 'E9010'],
    },
    (ctx, input) => listWebhookDeliveries(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { deleteWebhook } from '@/lib/webhook/delete'
import { getWebhook } from '@/lib/webhook/get'
import { patchWebhook } from '@/lib/webhook/patch'
import { PatchWebhook, WebhookAnswer, WebhookPath } from '@/lib/webhook/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'A webhook',
      params: WebhookPath,
      notFound: 'E6002',
      answer: WebhookAnswer,
      limit: 'webhooks',
      scope: 'webhooks:write',
      errors: ['E6002', 'E9010'],
    },
    (ctx, input) => getWebhook(ctx, input),
  ),
  PATCH: route(
    {
      summary: 'Change a webhook, stop it or bring it back',
      params: WebhookPath,
      notFound: 'E6002',
      body: PatchWebhook,
      answer: WebhookAnswer,
      limit: 'webhooks',
      scope: 'webhooks:write',
      errors: ['E6001', 'E6002', 'E9007', 'E9010'],
    },
    (ctx, input) => patchWebhook(ctx, input),
  ),
  DELETE: route(
    {
      summary: 'Delete a webhook',
      params: WebhookPath,
      notFound: 'E6002',
      status: 204,
      limit: 'webhooks',
      scope: 'webhooks:write',
      errors: ['E6002', 'E9007', 'E9010'],
    },
    (ctx, input) => deleteWebhook(ctx, input),
  ),
})

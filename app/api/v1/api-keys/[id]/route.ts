import { z } from 'zod'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { Id } from '@/lib/http/schemas'
import { revokeApiKey } from '@/lib/identity/api-key/revoke'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  DELETE: route(
    { summary: 'Revoke an API key', params: z.object({ id: Id }), status: 204, limit: 'wallet' },
    (ctx, input) => revokeApiKey(ctx, input),
  ),
})

import { z } from 'zod'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { Id } from '@/lib/http/schemas'
import { endSession } from '@/lib/identity/end-session'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  DELETE: route(
    { summary: 'Sign out of a session', params: z.object({ id: Id }), status: 204, limit: 'wallet', errors: ['E9007'] },
    (ctx, input) => endSession(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { PageQuery, pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'
import { listSessions } from '@/lib/identity/list-sessions'
import { SessionAnswer } from '@/lib/identity/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Where you are signed in',
      query: PageQuery,
      answer: pageOf(SessionAnswer),
      limit: 'wallet',
      errors: ['E9007'],
    },
    (ctx, input) => listSessions(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { StopAnswer, StopParams } from '@/lib/notification/schemas'
import { askToStop, stopByLink } from '@/lib/notification/stop'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'To the page that asks whether to stop',
      description: 'Following a link stops nothing: programs that look through mail follow every one.',
      params: StopParams,
      limit: 'events',
      auth: 'none',
    },
    (_, input) => askToStop(input),
  ),
  POST: route(
    {
      summary: 'Stop what a mail’s link is about, at once',
      description: 'One-click unsubscribing (RFC 8058), without signing in. What the body says does not matter.',
      params: StopParams,
      answer: StopAnswer,
      limit: 'events',
      auth: 'none',
      mediaType: '*',
      maxBytes: 16 * 1024,
    },
    (ctx, input, request) => stopByLink(ctx, input, request),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { listLines } from '@/lib/tail/list-lines'
import { LineFilter, LinesAnswer } from '@/lib/tail/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Lines of the live tail',
      description:
        'What the desk did for your organization: a line for each call and each try of a delivery, newest first, kept for days. For a live tail ask every two seconds with `after` set to the last answer’s `latest`.',
      query: LineFilter,
      answer: LinesAnswer,
      limit: 'events',
      scope: 'events:read',
    },
    (ctx, input) => listLines(ctx, input),
  ),
})

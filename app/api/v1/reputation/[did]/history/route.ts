import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'
import { listHistory } from '@/lib/reputation/list-history'
import { HistoryAnswer, HistoryQuery, ReputationPath } from '@/lib/reputation/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'What moved a reputation',
      description:
        'Every change of a number, the newest receipt first. The receipt that made it is named when it is public or the caller is one of its parties. `countersign replay` recomputes all of it from the public receipts.',
      params: ReputationPath,
      query: HistoryQuery,
      notFound: 'E9008',
      answer: pageOf(HistoryAnswer),
      limit: 'receipts',
      auth: 'optional',
      scope: 'receipts:read',
      errors: ['E9008'],
    },
    (ctx, input) => listHistory(ctx, input),
  ),
})

import { getRoster } from '@/lib/committee/get-roster'
import { RosterAnswer, RosterPath } from '@/lib/committee/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Who may be drawn for a panel',
      description:
        'The public roster of an hour, or the newest one (`current`): rows in the order of their tree, each with its proof to the root. The root is timestamped on chain as a leaf of kind `roster`.',
      params: RosterPath,
      notFound: 'E9008',
      answer: RosterAnswer,
      limit: 'receipts',
      auth: 'none',
      errors: ['E2004', 'E4004', 'E9008'],
    },
    (ctx, input) => getRoster(ctx, input),
  ),
})

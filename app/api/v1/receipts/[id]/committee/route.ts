import { CommitteeAnswer } from '@/lib/committee/committee-schemas'
import { getCommittee } from '@/lib/committee/get-committee'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { ReceiptParams } from '@/lib/receipt/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Who judges a task, and how they were drawn',
      description:
        'Everything the draw can be repeated from, with `GET rosters/:epoch`; `npx countersign draw` does. Round by round.',
      params: ReceiptParams,
      notFound: 'E7001',
      answer: CommitteeAnswer,
      limit: 'receipts',
      auth: 'optional',
      scope: 'receipts:read',
      errors: ['E7001'],
    },
    (ctx, input) => getCommittee(ctx, input),
  ),
})

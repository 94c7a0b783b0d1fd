import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { VerdictAnswer, VerdictPath } from '@/lib/receipt/attestation-schemas'
import { getVerdict } from '@/lib/receipt/verdict-get'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'A verdict',
      description:
        'One decision on a task’s receipt: `countersign.verdict/1`, anchored like the receipt. Seen by whoever sees the receipt.',
      tag: 'receipts',
      params: VerdictPath,
      notFound: 'E7001',
      answer: VerdictAnswer,
      limit: 'receipts',
      auth: 'optional',
      scope: 'receipts:read',
      errors: ['E7001'],
    },
    (ctx, input) => getVerdict(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { getReceipt } from '@/lib/receipt/get'
import { ReceiptAnswer, ReceiptParams } from '@/lib/receipt/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'A receipt',
      description: 'Anyone with the id sees it, unless its parties chose to keep it to themselves.',
      params: ReceiptParams,
      notFound: 'E7001',
      answer: ReceiptAnswer,
      limit: 'receipts',
      auth: 'optional',
      scope: 'receipts:read',
      errors: ['E7001'],
    },
    (ctx, input) => getReceipt(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { notBuilt } from '@/lib/http/not-built'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'
import { listReceipts } from '@/lib/receipt/list'
import { ReceiptAnswer, ReceiptFilter } from '@/lib/receipt/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Your receipts, and the public ones',
      query: ReceiptFilter,
      answer: pageOf(ReceiptAnswer),
      limit: 'receipts',
      auth: 'optional',
      scope: 'receipts:read',
    },
    (ctx, input) => listReceipts(ctx, input),
  ),
  POST: notBuilt('Receipts of agents’ tasks', 'receipts'),
})

import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'
import { listReceipts } from '@/lib/receipt/list'
import { ReceiptAnswer, ReceiptFilter } from '@/lib/receipt/schemas'
import { submitReceipt } from '@/lib/receipt/submit'
import { SubmitBody } from '@/lib/receipt/task-schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Your receipts, and the public ones',
      query: ReceiptFilter,
      answer: pageOf(ReceiptAnswer),
      limit: 'receipts',
      auth: 'optional',
      scope: 'receipts:read',
      errors: ['E1001'],
    },
    (ctx, input) => listReceipts(ctx, input),
  ),
  POST: route(
    {
      summary: 'Hand in the receipt of an agent’s task',
      description:
        'Signed by client and provider, and from one of them. A committee of auditors, drawn by a block nobody knows yet, judges it.',
      body: SubmitBody,
      answer: ReceiptAnswer,
      status: 201,
      limit: 'receipts',
      scope: 'receipts:write',
      idempotent: true,
      errors: ['E1005', 'E1006', 'E1008', 'E2004', 'E3024', 'E4004', 'E5011', 'E8002'],
    },
    (ctx, input) => submitReceipt(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { appealReceipt } from '@/lib/receipt/appeal'
import { ReceiptParams } from '@/lib/receipt/schemas'
import { AppealAnswer, AppealBody } from '@/lib/receipt/task-schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Appeal what a committee decided',
      description:
        'By client or provider, within 7 days, once. Takes a bond of 10 % of the task’s value, at least one credit: back when the larger committee of others decides the other way, or nobody does; else for those who judged.',
      params: ReceiptParams,
      notFound: 'E7001',
      body: AppealBody,
      answer: AppealAnswer,
      limit: 'receipts',
      scope: 'receipts:write',
      idempotent: true,
      errors: ['E4004', 'E7001', 'E7006', 'E8002', 'E8003'],
    },
    (ctx, input) => appealReceipt(ctx, input),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { FinalizeAnswer } from '@/lib/receipt/attestation-schemas'
import { finalizeReceipt } from '@/lib/receipt/finalize'
import { ReceiptParams } from '@/lib/receipt/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Ask for a receipt’s end',
      description:
        'A quorum ends a receipt by itself; this answers with how it ended, and 409 E7003 `QUORUM_NOT_MET: needed k, have P` while it is open.',
      tag: 'receipts',
      params: ReceiptParams,
      notFound: 'E7001',
      answer: FinalizeAnswer,
      limit: 'receipts',
      scope: 'receipts:write',
      errors: ['E7001', 'E7003'],
    },
    (ctx, input) => finalizeReceipt(ctx, input),
  ),
})

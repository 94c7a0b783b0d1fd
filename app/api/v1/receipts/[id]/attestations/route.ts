import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { attestReceipt } from '@/lib/receipt/attest'
import { AttestationBody, AttestedAnswer } from '@/lib/receipt/attestation-schemas'
import { ReceiptParams } from '@/lib/receipt/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Judge a task',
      description:
        'A statement signed by the client or a seated member. The desk builds what must have been signed from these fields. The statement that reaches the quorum ends the receipt at once; nobody says both things of a family, or one of them twice.',
      tag: 'receipts',
      params: ReceiptParams,
      body: AttestationBody,
      notFound: 'E7001',
      answer: AttestedAnswer,
      status: 201,
      limit: 'receipts',
      scope: 'receipts:write',
      idempotent: true,
      errors: ['E1005', 'E1006', 'E1008', 'E2004', 'E7001', 'E7002', 'E7004', ['E9004', 409]],
    },
    (ctx, input) => attestReceipt(ctx, input),
  ),
})

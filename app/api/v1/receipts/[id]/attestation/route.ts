import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { AttestationQuery, TextAnswer } from '@/lib/receipt/attestation-schemas'
import { getAttestationText } from '@/lib/receipt/attestation-text'
import { ReceiptParams } from '@/lib/receipt/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'What to sign to judge a task',
      description:
        'For whoever may say this of the task: its client whether the result was accepted, members who sit now whether it passes. A wallet gets `typed_data`, a did:key the `document` whose canonical JSON it signs.',
      tag: 'receipts',
      params: ReceiptParams,
      query: AttestationQuery,
      notFound: 'E7001',
      answer: TextAnswer,
      limit: 'receipts',
      scope: 'receipts:read',
      errors: ['E7001', 'E7002', 'E7004', ['E9004', 409]],
    },
    (ctx, input) => getAttestationText(ctx, input),
  ),
})

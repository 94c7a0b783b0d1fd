import { createBatch } from '@/lib/attestation/create'
import { CreateBatch, StartedBatchAnswer } from '@/lib/attestation/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

/** A thousand items with long lists of capabilities. */
const MAX_BYTES = 4 * 1_024 * 1_024

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Attest up to a thousand at once',
      description: 'All or none are taken: a wrong item is named by its index and field, and nothing is stored.',
      body: CreateBatch,
      answer: StartedBatchAnswer,
      status: 202,
      limit: 'attestations',
      scope: 'attestations:write',
      idempotent: true,
      maxBytes: MAX_BYTES,
      errors: ['E1001', 'E1002', 'E2002', 'E7005', ['E9004', 409], 'E9007'],
    },
    (ctx, input) => createBatch(ctx, input),
  ),
})

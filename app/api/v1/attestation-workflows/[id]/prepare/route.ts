import { PreparedAnswer, PrepareQuery, WorkflowPath } from '@/lib/attestation/schemas'
import { prepareWorkflow } from '@/lib/attestation/workflow/prepare'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Transactions for your own wallet to send',
      description:
        'What of the workflow still waits, for an issuer of kind WALLET, without what was said to be sent. The desk finds the ' +
        'result on the chain.',
      params: WorkflowPath,
      query: PrepareQuery,
      answer: PreparedAnswer,
      limit: 'attestations',
      scope: 'attestations:read',
      notFound: 'E7001',
      errors: ['E2002', 'E7001', ['E9004', 409]],
    },
    (ctx, input) => prepareWorkflow(ctx, input),
  ),
})

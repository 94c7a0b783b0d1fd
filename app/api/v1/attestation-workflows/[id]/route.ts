import { WorkflowAnswer, WorkflowPath, WorkflowQuery } from '@/lib/attestation/schemas'
import { getWorkflow } from '@/lib/attestation/workflow/get'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'How far attestations are',
      description: 'Each item with its state, and what it became. `after` leaves out items up to that index.',
      params: WorkflowPath,
      query: WorkflowQuery,
      answer: WorkflowAnswer,
      limit: 'attestations',
      scope: 'attestations:read',
      notFound: 'E7001',
      errors: ['E7001'],
    },
    (ctx, input) => getWorkflow(ctx, input),
  ),
})

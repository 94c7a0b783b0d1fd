import { ReplayedAnswer, ReplayWorkflow, WorkflowPath } from '@/lib/attestation/schemas'
import { replayWorkflow } from '@/lib/attestation/workflow/replay'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Try what failed or expired anew',
      description: 'Each item three times at most.',
      params: WorkflowPath,
      body: ReplayWorkflow,
      answer: ReplayedAnswer,
      status: 202,
      limit: 'attestations',
      scope: 'attestations:write',
      idempotent: true,
      notFound: 'E7001',
      errors: ['E7001', ['E9004', 409], 'E9007'],
    },
    (ctx, input) => replayWorkflow(ctx, input),
  ),
})

import { WorkflowSummary } from '@/lib/attestation/schemas'
import { listWorkflows } from '@/lib/attestation/workflow/get'
import { handlers } from '@/lib/http/handlers'
import { PageQuery, pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'What your organization asked to attest and revoke',
      query: PageQuery,
      answer: pageOf(WorkflowSummary),
      limit: 'attestations',
      scope: 'attestations:read',
    },
    (ctx, input) => listWorkflows(ctx, input),
  ),
})

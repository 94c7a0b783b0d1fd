import { DeadItem } from '@/lib/attestation/schemas'
import { listDead } from '@/lib/attestation/workflow/list-dead'
import { handlers } from '@/lib/http/handlers'
import { PageQuery, pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'What failed or expired',
      description: 'Of all workflows of your organization, the last first. Replay their workflow to try them anew.',
      query: PageQuery,
      answer: pageOf(DeadItem),
      limit: 'attestations',
      scope: 'attestations:read',
    },
    (ctx, input) => listDead(ctx, input),
  ),
})

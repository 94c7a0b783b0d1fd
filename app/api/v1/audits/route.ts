import { listAudits } from '@/lib/committee/list-audits'
import { AuditAnswer } from '@/lib/committee/schemas'
import { handlers } from '@/lib/http/handlers'
import { PageQuery, pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Where you sit on a panel',
      description: 'The seats of your wallets in the present rounds of disputes, the newest first.',
      query: PageQuery,
      answer: pageOf(AuditAnswer),
      limit: 'challenges',
      scope: 'challenges:read',
    },
    (ctx, input) => listAudits(ctx, input),
  ),
})

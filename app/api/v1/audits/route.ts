import { listAudits } from '@/lib/committee/list-audits'
import { AuditAnswer } from '@/lib/committee/schemas'
import { handlers } from '@/lib/http/handlers'
import { PageQuery, pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Where you sit',
      description:
        'The seats of your wallets and agents, the newest first: on the panels of disputes (`kind: case`) and in the committees of tasks (`kind: receipt`).',
      query: PageQuery,
      answer: pageOf(AuditAnswer),
      limit: 'challenges',
      scope: 'receipts:read',
    },
    (ctx, input) => listAudits(ctx, input),
  ),
})

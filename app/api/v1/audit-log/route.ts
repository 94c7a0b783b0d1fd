import { listAudit } from '@/lib/audit/list'
import { AuditAnswer, AuditFilter } from '@/lib/audit/schemas'
import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Who did what in your organization',
      description:
        'Hash-chained and never changed; refused attempts of members stand in it too. For owners and admins of the organization the call acts in (X-Organization).',
      query: AuditFilter,
      answer: pageOf(AuditAnswer),
      limit: 'wallet',
      errors: ['E9007'],
    },
    (ctx, input) => listAudit(ctx, input),
  ),
})

import { AuditAnswer, AuditFilter } from '@/lib/audit/schemas'
import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'
import { listDeskAudit } from '@/lib/ops/list-own-log'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'What operators and retention did',
      query: AuditFilter,
      answer: pageOf(AuditAnswer),
      limit: 'wallet',
      auth: 'optional',
    },
    (ctx, input) => listDeskAudit(ctx, input),
  ),
})

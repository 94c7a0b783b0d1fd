import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { exportMe } from '@/lib/identity/export/export-me'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Everything the desk holds of you',
      description:
        'One JSON document, as long as it takes: profile, wallets, sessions, keys without their secrets, contacts, challenges with what was signed and their logs, receipts, proofs of funds, endpoints, events, deliveries, audit log. Sessions only.',
      produces: 'application/json',
      limit: 'wallet',
      cost: 60,
      errors: ['E9007'],
    },
    (ctx) => exportMe(ctx),
  ),
})

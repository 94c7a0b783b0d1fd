import { allowSchema } from '@/lib/attestation/schema/allow'
import { listSchemas } from '@/lib/attestation/schema/list'
import { AllowedAnswer, AllowSchema, SchemaAnswer, SchemaFilter } from '@/lib/attestation/schema/schemas'
import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Schemas your organization attests under',
      description: 'The desk’s capability schema on each chain with an EAS, and what your organization allowed itself.',
      query: SchemaFilter,
      answer: pageOf(SchemaAnswer),
      limit: 'attestations',
      scope: 'attestations:read',
    },
    (ctx, input) => listSchemas(ctx, input),
  ),
  POST: route(
    {
      summary: 'Allow your organization a schema',
      description:
        'By its uid, or by its definition. The registry of the chain is asked what it is; a definition nobody registered comes ' +
        'back with `registered: false` and the `calls` that register it. For owners and admins who signed in: no API key does this.',
      body: AllowSchema,
      answer: AllowedAnswer,
      status: 201,
      limit: 'attestations',
      idempotent: true,
      errors: ['E1001', 'E1002', 'E2002', 'E2004', 'E7005', ['E9004', 409], 'E9007'],
    },
    (ctx, input) => allowSchema(ctx, input),
  ),
})

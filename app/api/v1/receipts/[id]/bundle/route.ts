import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { bundleSchema } from '@/lib/proof/bundle'
import { getBundle } from '@/lib/receipt/get-bundle'
import { BundleQuery, ReceiptParams } from '@/lib/receipt/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'A receipt as one file that proves itself',
      description:
        'Exactly the canonical bytes: save them as they come. Parties get what was signed; everybody else, and `redacted=1`, gets its hashes.',
      params: ReceiptParams,
      notFound: 'E7001',
      query: BundleQuery,
      answer: bundleSchema,
      limit: 'receipts',
      auth: 'optional',
      scope: 'receipts:read',
      errors: ['E7001'],
    },
    (ctx, input, request) => getBundle(ctx, input, request),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { ReportAnswer } from '@/lib/receipt/schemas'
import { verifyPostedBundle } from '@/lib/receipt/verify-bundle'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Check a bundle',
      description:
        'Post the file’s bytes as they are. The same check runs in the browser and on the command line; this one also asks the chains of this desk.',
      tag: 'receipts',
      mediaType: '*',
      // Two rosters of ten thousand fit.
      maxBytes: 4 * 1024 * 1024,
      answer: ReportAnswer,
      limit: 'receipts',
      auth: 'none',
    },
    (ctx, input) => verifyPostedBundle(ctx, input),
  ),
})

import { getDeskDocument } from '@/lib/desk/get-desk-document'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'The keys bundles are sealed with, and where they are anchored',
      tag: 'receipts',
      limit: 'reads',
      auth: 'none',
    },
    (ctx) => getDeskDocument(ctx),
  ),
})

import { DocumentAnswer, DocumentPath } from '@/lib/challenge/document-schemas'
import { findByDocument } from '@/lib/challenge/find-by-document'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'What a document’s hash is known for',
      description:
        'Your challenges and public ones that name a document with this SHA-256, newest first, at most 50; and the receipt whose id it is. An empty list says nothing about others.',
      params: DocumentPath,
      answer: DocumentAnswer,
      limit: 'reads',
      auth: 'optional',
      scope: 'challenges:read',
    },
    (ctx, input) => findByDocument(ctx, input),
  ),
})

import { getAnchor } from '@/lib/anchor/get-anchor'
import { BatchAnswer, GetAnchor } from '@/lib/anchor/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'A batch of hashes and its timestamp on chain',
      description: 'With `leaf` (and `kind`, by default `receipt`) also the Merkle proof of that leaf.',
      ...GetAnchor,
      answer: BatchAnswer,
      limit: 'receipts',
      auth: 'none',
      errors: ['E7001'],
    },
    (ctx, input) => getAnchor(ctx, input),
  ),
})

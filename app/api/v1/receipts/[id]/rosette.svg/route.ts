import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { getRosette } from '@/lib/receipt/get-rosette'
import { ReceiptParams } from '@/lib/receipt/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'The rosette of a receipt as a picture',
      description: 'Drawn from the 32 bytes of its id alone: any hash has one, whether there is such a receipt or not.',
      params: ReceiptParams,
      notFound: 'E7001',
      produces: 'image/svg+xml',
      limit: 'reads',
      auth: 'none',
    },
    (_ctx, input) => getRosette(input),
  ),
})

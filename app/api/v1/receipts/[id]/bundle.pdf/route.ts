import { getDossier } from '@/lib/dossier/get-dossier'
import { DossierQuery } from '@/lib/dossier/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { ReceiptParams } from '@/lib/receipt/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'A receipt on paper',
      description:
        'A PDF: what happened, who signed in which role, who judged it, where it is anchored. Parties of a challenge find its terms in theirs, nobody else does.',
      params: ReceiptParams,
      notFound: 'E7001',
      query: DossierQuery,
      produces: 'application/pdf',
      limit: 'receipts',
      auth: 'optional',
      scope: 'receipts:read',
      errors: ['E7001'],
    },
    getDossier,
  ),
})

import { z } from 'zod'
import { WorkflowPath } from '@/lib/attestation/schemas'
import { prepareWorkflow } from '@/lib/attestation/workflow/prepare'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { CallsAnswer } from '@/lib/stake/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Transactions for your own wallet to send',
      description:
        'What of the workflow still waits, for an issuer of kind WALLET. The desk finds the result on the chain.',
      params: WorkflowPath,
      answer: CallsAnswer.extend({ from: z.string().describe('The issuer: only from there they mean anything.') }),
      limit: 'receipts',
      scope: 'attestations:read',
      notFound: 'E7001',
      errors: ['E2002', 'E7001'],
    },
    (ctx, input) => prepareWorkflow(ctx, input),
  ),
})

import { NoteSent, SentAnswer, WorkflowPath } from '@/lib/attestation/schemas'
import { noteSent } from '@/lib/attestation/workflow/note-sent'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Say which transaction your wallet sent',
      description:
        'By hash and the indexes of its call. `prepare` leaves them out from then on, so that nobody attests twice. What counts ' +
        'is what the chain says.',
      params: WorkflowPath,
      body: NoteSent,
      answer: SentAnswer,
      status: 202,
      limit: 'attestations',
      scope: 'attestations:write',
      notFound: 'E7001',
      errors: ['E7001', ['E9004', 409], 'E9007'],
    },
    (ctx, input) => noteSent(ctx, input),
  ),
})

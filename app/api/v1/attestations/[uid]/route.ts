import { z } from 'zod'
import { getAttestation } from '@/lib/attestation/get'
import { AttestationDetail, UidPath } from '@/lib/attestation/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { ChainRef } from '@/lib/http/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'One attestation',
      description: 'Off chain with its signed document and, once its batch is closed, its Merkle proof.',
      params: UidPath,
      query: z.object({ chain_id: ChainRef.optional() }),
      answer: AttestationDetail,
      limit: 'attestations',
      scope: 'attestations:read',
      notFound: 'E7001',
      errors: ['E7001'],
    },
    (ctx, input) => getAttestation(ctx, input),
  ),
})

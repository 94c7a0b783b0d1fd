import { z } from 'zod'
import { getProof } from '@/lib/attestation/get-proof'
import { UidPath } from '@/lib/attestation/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { ChainRef } from '@/lib/http/schemas'
import { attestationProofSchema } from '@/lib/proof/attestation-proof'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'An attestation as one file to verify',
      description:
        'Exactly the canonical bytes: save them as they come. `countersign verify` and POST verify read it: offline what is signed ' +
        'and anchored, with a node whether it stands and is not revoked.',
      params: UidPath,
      query: z.object({ chain_id: ChainRef.optional() }),
      answer: attestationProofSchema,
      limit: 'attestations',
      scope: 'attestations:read',
      notFound: 'E7001',
      errors: ['E2002', 'E7001'],
    },
    (ctx, input) => getProof(ctx, input),
  ),
})

import { z } from 'zod'
import { OffchainRevocation } from '@/lib/attestation/offchain/schemas'
import { revokeAttestation } from '@/lib/attestation/revoke'
import { RevokeAttestation, StartedAnswer, UidPath } from '@/lib/attestation/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Revoke an attestation of your organization',
      description:
        'Starts a workflow like attesting. One off chain is revoked by its issuer’s own transaction: `calls` is what that address ' +
        'sends, and the desk reads back from the chain that it did.',
      params: UidPath,
      body: RevokeAttestation,
      answer: z.union([StartedAnswer, OffchainRevocation]),
      status: 202,
      limit: 'attestations',
      scope: 'attestations:write',
      idempotent: true,
      notFound: 'E7001',
      errors: ['E2004', 'E7001', ['E9004', 409], 'E9007'],
    },
    (ctx, input) => revokeAttestation(ctx, input),
  ),
})

import { createAttestation } from '@/lib/attestation/create'
import { listAttestations } from '@/lib/attestation/list'
import { AttestationAnswer, AttestationFilter, CreateAttestation, StartedAnswer } from '@/lib/attestation/schemas'
import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Attestations your organization made, or about wallets of yours',
      description: 'Newest first. What is on a chain is listed once its chain has confirmed it.',
      query: AttestationFilter,
      answer: pageOf(AttestationAnswer),
      limit: 'attestations',
      scope: 'attestations:read',
      errors: ['E1001', 'E1002'],
    },
    (ctx, input) => listAttestations(ctx, input),
  ),
  POST: route(
    {
      summary: 'Attest',
      description:
        'Your organization’s issuer is the attester; the desk sends it together with others that wait, and pays. The workflow ' +
        'tells how far it is. With an issuer of kind WALLET, `GET attestation-workflows/:id/prepare` answers what to send.',
      body: CreateAttestation,
      answer: StartedAnswer,
      status: 202,
      limit: 'attestations',
      scope: 'attestations:write',
      idempotent: true,
      errors: ['E1001', 'E1002', 'E2002', 'E7005', ['E9004', 409], 'E9007'],
    },
    (ctx, input) => createAttestation(ctx, input),
  ),
})

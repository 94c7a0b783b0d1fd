import { createOffchain } from '@/lib/attestation/offchain/create'
import { CreateOffchain, OffchainAnswer } from '@/lib/attestation/offchain/schemas'
import { handlers } from '@/lib/http/handlers'
import { Reply } from '@/lib/http/reply'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Attest off chain',
      description:
        'EAS off-chain attestation, version 2, anchored with the receipts of the desk and sent nowhere. A kept key signs at once; ' +
        'other issuers get `typed_data` (200, nothing is made yet), and call again with `{chain_id, message, signature}`.',
      body: CreateOffchain,
      answer: OffchainAnswer,
      status: 201,
      limit: 'attestations',
      scope: 'attestations:write',
      idempotent: true,
      errors: ['E1001', 'E1002', 'E1006', 'E2002', 'E2004', 'E7005', ['E9004', 409], 'E9007'],
    },
    async (ctx, input) => {
      const made = await createOffchain(ctx, input)
      return made.status === 'UNSIGNED' ? new Reply(200, made) : made
    },
  ),
})

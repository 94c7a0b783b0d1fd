import { createIssuer } from '@/lib/attestation/issuer/create'
import { listIssuers } from '@/lib/attestation/issuer/list'
import { CreateIssuer, IssuerAnswer, IssuerFilter, NewIssuerAnswer } from '@/lib/attestation/issuer/schemas'
import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Who attests for your organization',
      description: 'One address for each chain; those that ended too, newest first.',
      query: IssuerFilter,
      answer: pageOf(IssuerAnswer),
      limit: 'attestations',
      scope: 'attestations:read',
    },
    (ctx, input) => listIssuers(ctx, input),
  ),
  POST: route(
    {
      summary: 'Name who attests for your organization on a chain',
      description:
        'A wallet that a member linked attests at once. For a key the desk keeps (`KEPT`) the first call answers the address ' +
        'and `typed_data`; an owner or admin signs it and the same call with `address` and `signature` lets the desk attest ' +
        'until `valid_until`. For a kept address that is there already it renews the delegation. An `EXECUTOR` address that ' +
        'nobody linked signs its typed data itself. For owners and admins who signed in: no API key does this.',
      body: CreateIssuer,
      answer: NewIssuerAnswer,
      status: 201,
      limit: 'attestations',
      idempotent: true,
      errors: ['E1001', 'E1002', 'E1006', 'E1008', 'E2002', 'E2004', 'E2008', ['E9004', 409], 'E9007', 'E9008'],
    },
    (ctx, input) => createIssuer(ctx, input),
  ),
})

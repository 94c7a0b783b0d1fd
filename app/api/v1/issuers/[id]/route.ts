import { endIssuer } from '@/lib/attestation/issuer/end'
import { IssuerPath } from '@/lib/attestation/issuer/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  DELETE: route(
    {
      summary: 'End an issuer',
      description:
        'Nothing is signed or sent for it any more, and what waited fails. What it attested stands. A kept key stays sealed: only ' +
        'it can revoke that, after a new delegation. For owners and admins who signed in: no API key does this.',
      params: IssuerPath,
      status: 204,
      limit: 'attestations',
      errors: ['E9007'],
    },
    (ctx, input) => endIssuer(ctx, input),
  ),
})

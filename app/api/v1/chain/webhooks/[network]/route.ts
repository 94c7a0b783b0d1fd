import { z } from 'zod'
import { takeHint } from '@/lib/attestation/hint'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Say that something happened on a chain',
      description:
        'For a provider of the desk’s chains. `X-Countersign-Timestamp` is in Unix seconds, `X-Countersign-Signature` the ' +
        'HMAC-SHA256 of `timestamp.body` in hexadecimal. Any body is taken: transactions named in it as `hash`, `tx_hash` or ' +
        '`transactionHash` are looked at first. It is a hint only; what counts is what the chain says.',
      params: z.object({ network: z.string().min(1).max(64) }),
      mediaType: '*',
      answer: z.object({ status: z.literal('ACCEPTED'), looking_at: z.int() }),
      status: 202,
      limit: 'events',
      auth: 'none',
      errors: ['E2002', 'E9006', 'E9009', 'E9010'],
    },
    (ctx, { network, bytes }, request) =>
      takeHint(ctx, {
        network,
        timestamp: request.headers.get('x-countersign-timestamp'),
        signature: request.headers.get('x-countersign-signature'),
        body: bytes,
      }),
  ),
})

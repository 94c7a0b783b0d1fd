import { callLocalChain } from '@/lib/chain/dev-rpc'
import { DevRpcAnswer, DevRpcCall } from '@/lib/chain/dev-rpc-schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Ask the local chain, as pages and demo wallets do',
      description:
        'For development: one JSON-RPC call to chain 31337, from a list of reads and of signatures by demo wallets, whose keys are public and worth nothing. E9008 on a desk without a local chain.',
      body: DevRpcCall,
      answer: DevRpcAnswer,
      limit: 'events',
      auth: 'none',
      maxBytes: 128 * 1024,
      errors: ['E9008'],
    },
    (_ctx, input) => callLocalChain(input),
  ),
})

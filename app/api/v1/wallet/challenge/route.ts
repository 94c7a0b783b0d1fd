import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { createWalletChallenge } from '@/lib/wallet/create-challenge'
import { CreateWalletChallenge, WalletChallengeAnswer } from '@/lib/wallet/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Get a text for a wallet to sign',
      description:
        'An EIP-4361 text, good once and for 10 minutes (24 hours for a contract wallet that says so). `link_wallet` and `gatekeeper` need a session, and are verified in that session.',
      body: CreateWalletChallenge,
      answer: WalletChallengeAnswer,
      status: 201,
      limit: 'wallet',
      auth: 'optional',
      idempotent: true,
      errors: ['E1001', 'E1002', 'E3010', 'E9005', 'E9007'],
    },
    (ctx, input) => createWalletChallenge(ctx, input),
  ),
})

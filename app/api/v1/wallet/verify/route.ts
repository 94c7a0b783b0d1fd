import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { VerifiedWalletAnswer, VerifyWallet } from '@/lib/wallet/schemas'
import { verifyWallet } from '@/lib/wallet/verify'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Prove a wallet by its signature',
      description:
        'Checks the signature on the stored text and uses the challenge up. For `sign_in` the answer carries an access token. Keys are recovered from the signature; contracts are asked by ERC-1271 and ERC-6492.',
      body: VerifyWallet,
      answer: VerifiedWalletAnswer,
      limit: 'wallet',
      auth: 'optional',
      errors: ['E1003', 'E1004', 'E1005', 'E1006', 'E1007', 'E1008', 'E2004', 'E9005'],
    },
    (ctx, input, request) => verifyWallet(ctx, { ...input, user_agent: request.headers.get('user-agent') }),
  ),
})

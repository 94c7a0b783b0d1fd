import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { UnlinkWallet } from '@/lib/identity/schemas'
import { unlinkWallet } from '@/lib/identity/unlink-wallet'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  DELETE: route(
    {
      summary: 'Unlink a wallet from your account',
      description:
        'Sessions opened with it end at once, this one too if it was. Receipts stay as they are. Refused with 409 for your only wallet, and for one that an open challenge rests on: `errors` names the challenges.',
      params: UnlinkWallet,
      status: 204,
      limit: 'wallet',
      errors: [['E9004', 409], 'E9007'],
    },
    (ctx, input) => unlinkWallet(ctx, input),
  ),
})

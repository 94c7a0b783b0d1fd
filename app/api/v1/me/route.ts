import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { eraseMe } from '@/lib/identity/erase-me'
import { getMe } from '@/lib/identity/get-me'
import { patchMe } from '@/lib/identity/patch-me'
import { MeAnswer, PatchMe } from '@/lib/identity/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route({ summary: 'Your profile, wallets and organizations', answer: MeAnswer, limit: 'wallet' }, (ctx) =>
    getMe(ctx),
  ),
  PATCH: route(
    { summary: 'Change your name', body: PatchMe, answer: MeAnswer, limit: 'wallet', errors: ['E9007'] },
    (ctx, input) => patchMe(ctx, input),
  ),
  DELETE: route(
    {
      summary: 'Erase your account',
      description:
        'Takes your name away, unlinks your wallets and ends all sessions and keys. What you signed stays, as do hashes.',
      status: 204,
      limit: 'wallet',
      errors: ['E9007'],
    },
    (ctx) => eraseMe(ctx),
  ),
})

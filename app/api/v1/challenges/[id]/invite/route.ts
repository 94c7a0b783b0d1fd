import { inviteByMail } from '@/lib/challenge/invite-by-mail'
import { ChallengePath } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { InviteAnswer, InviteByMail } from '@/lib/notification/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Send the invite link by mail',
      description:
        'To somebody who may have no wallet yet. Ten a day for each challenge; the same address once for each revision.',
      params: ChallengePath,
      notFound: 'E3010',
      body: InviteByMail,
      answer: InviteAnswer,
      status: 202,
      limit: 'challenges',
      scope: 'challenges:write',
      errors: ['E3010', 'E3011', 'E9003', 'E9007', 'E9010'],
    },
    (ctx, input) => inviteByMail(ctx, input),
  ),
})

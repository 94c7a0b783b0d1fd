import { getInvite } from '@/lib/challenge/get'
import { InviteAnswer, InvitePath } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'What an invited stranger may see before connecting',
      params: InvitePath,
      notFound: 'E3010',
      answer: InviteAnswer,
      limit: 'challenges',
      auth: 'optional',
      errors: ['E3010', 'E3016'],
    },
    (ctx, input) => getInvite(ctx, input),
  ),
})

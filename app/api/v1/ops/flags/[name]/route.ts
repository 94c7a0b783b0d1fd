import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { resetFlag, setFlag } from '@/lib/ops/flags'
import { FlagAnswer, FlagPath, PutFlag } from '@/lib/ops/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  PUT: route(
    { summary: 'Set a switch', params: FlagPath, body: PutFlag, answer: FlagAnswer, limit: 'wallet', auth: 'optional' },
    (ctx, input) => setFlag(ctx, input),
  ),
  DELETE: route(
    {
      summary: 'Leave a switch to the environment again',
      params: FlagPath,
      answer: FlagAnswer,
      limit: 'wallet',
      auth: 'optional',
    },
    (ctx, input) => resetFlag(ctx, input),
  ),
})

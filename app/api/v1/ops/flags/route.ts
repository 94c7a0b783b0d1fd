import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { listFlags } from '@/lib/ops/flags'
import { FlagsAnswer } from '@/lib/ops/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route({ summary: 'Switches of the desk', answer: FlagsAnswer, limit: 'wallet', auth: 'optional' }, (ctx) =>
    listFlags(ctx),
  ),
})

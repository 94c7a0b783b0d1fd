import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { lookAtErrors } from '@/lib/ops/look'
import { ErrorsAnswer } from '@/lib/ops/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    { summary: 'What failed in the desk itself, seven days', answer: ErrorsAnswer, limit: 'wallet', auth: 'optional' },
    (ctx) => lookAtErrors(ctx),
  ),
})

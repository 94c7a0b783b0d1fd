import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { lookAtJobs } from '@/lib/ops/look'
import { JobsAnswer } from '@/lib/ops/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    { summary: 'The queue, and jobs that failed', answer: JobsAnswer, limit: 'wallet', auth: 'optional' },
    (ctx) => lookAtJobs(ctx),
  ),
})

import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { retryJob } from '@/lib/ops/retry-job'
import { JobPath, RetriedAnswer } from '@/lib/ops/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    { summary: 'Do a failed job again', params: JobPath, answer: RetriedAnswer, limit: 'wallet', auth: 'optional' },
    (ctx, input) => retryJob(ctx, input),
  ),
})

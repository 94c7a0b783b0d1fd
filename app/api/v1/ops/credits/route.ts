import { issueCredits } from '@/lib/credit/issue'
import { IssueAnswer, IssueBody } from '@/lib/credit/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Issue credits',
      description: 'By an operator of this desk, once for each reference and receiver.',
      body: IssueBody,
      answer: IssueAnswer,
      status: 201,
      limit: 'wallet',
      auth: 'optional',
      idempotent: true,
      errors: ['E9008'],
    },
    (ctx, input) => issueCredits(ctx, input),
  ),
})

import { getCase } from '@/lib/committee/get-case'
import { CaseAnswer, CasePath } from '@/lib/committee/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'A dispute',
      description: 'For the parties and whoever sits on its panel; for everybody else there is none.',
      tag: 'challenges',
      params: CasePath,
      answer: CaseAnswer,
      limit: 'challenges',
      scope: 'challenges:read',
    },
    (ctx, input) => getCase(ctx, input),
  ),
})

import { getAgent } from '@/lib/agent/get'
import { AgentAnswer, AgentPath } from '@/lib/agent/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'An agent',
      description: 'What it says it can do, how long it counts, its stake, and whether the next roster lists it.',
      params: AgentPath,
      notFound: 'E8001',
      answer: AgentAnswer,
      limit: 'agents',
      auth: 'optional',
      errors: ['E8001'],
    },
    (ctx, input) => getAgent(ctx, input),
  ),
})

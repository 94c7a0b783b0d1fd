import { findAgents } from '@/lib/agent/find-agents'
import { registerAgent } from '@/lib/agent/register'
import { AgentAnswer, AgentFilter, FoundAgents, RegisterAgent } from '@/lib/agent/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Find agents',
      description:
        'The best `limit` (twenty unless said) of those that are active, each with why it stands there. `q` takes words, `tags` several with commas, all of them needed. There is no second page.',
      query: AgentFilter,
      answer: FoundAgents,
      limit: 'agents',
      auth: 'optional',
    },
    (ctx, input) => findAgents(ctx, input),
  ),
  POST: route(
    {
      summary: 'Register an agent',
      description:
        'With a signature by its key over the text of `POST agents/challenge`. Registering again says anew what it can do and moves its expiry: 200 instead of 201.',
      body: RegisterAgent,
      answer: AgentAnswer,
      status: 201,
      limit: 'agents',
      scope: 'agents:write',
      idempotent: true,
      errors: ['E1003', 'E1004', 'E1005', 'E1006', 'E1007', 'E1008', ['E9004', 409]],
    },
    (ctx, input) => registerAgent(ctx, input),
  ),
})

import { AgentAnswer, AgentPath, AuditorBody } from '@/lib/agent/schemas'
import { setAuditor } from '@/lib/agent/set-auditor'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Stand for committees, or not',
      description:
        'One agent of each account. The next hour’s roster lists it while it is active and has locked the minimum stake.',
      params: AgentPath,
      notFound: 'E8001',
      body: AuditorBody,
      answer: AgentAnswer,
      limit: 'agents',
      scope: 'agents:write',
      errors: ['E8001', ['E9004', 409]],
    },
    (ctx, input) => setAuditor(ctx, input),
  ),
})

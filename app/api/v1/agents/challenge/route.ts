import { createAgentChallenge } from '@/lib/agent/create-challenge'
import { AgentChallengeAnswer, AgentChallengeBody } from '@/lib/agent/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'A text that proves an agent’s key',
      description:
        'Good once, for ten minutes and for you alone. For a wallet’s DID it is the text that links the wallet to your account.',
      body: AgentChallengeBody,
      answer: AgentChallengeAnswer,
      limit: 'agents',
      scope: 'agents:write',
      idempotent: true,
    },
    (ctx, input) => createAgentChallenge(ctx, input),
  ),
})

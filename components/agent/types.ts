import type { z } from 'zod'
import type { AgentAnswer, AgentChallengeAnswer, FoundAgent } from '@/lib/agent/schemas'

/** What the desk answers about agents, as it comes over the wire. */
export type AgentView = z.infer<typeof AgentAnswer>
export type FoundAgentView = z.infer<typeof FoundAgent>
export type AgentTextView = z.infer<typeof AgentChallengeAnswer>
export type StakeView = NonNullable<AgentView['stake']>

import type { Hex } from '@/lib/proof/hash'

/** Something an agent says it can do. */
export type Capability = { description: string; tags: string[]; version: string }

/** A registered agent: who it is, whose it is, and what it says of itself. */
export type Agent = {
  id: string
  did: string
  /** The address it is drawn by: its own, or the last 20 bytes of keccak256 of its DID. */
  member: Hex
  userId: string
  organizationId: string
  name: string | null
  capabilities: Capability[]
  /** All tags of its capabilities, lower-case, sorted. */
  tags: string[]
  ttlSeconds: number
  expiresAt: Date
  auditor: boolean
  auditorSince: Date | null
  createdAt: Date
  updatedAt: Date
}

/** Pure: every tag of some capabilities once, sorted. */
export function tagsOf(capabilities: readonly Capability[]): string[] {
  return [...new Set(capabilities.flatMap(({ tags }) => tags))].sort()
}

/** An agent counts until it expires; its owner registers it again in time, or whenever they like. */
export function isActive({ expiresAt }: Pick<Agent, 'expiresAt'>, now: Date): boolean {
  return expiresAt > now
}

/** Whether an agent is in the next roster, or what keeps it out. */
export const STANDINGS = ['STANDS', 'OFF', 'EXPIRED', 'NOT_LINKED', 'NO_STAKE', 'COMMITTEES_OFF', 'UNKNOWN'] as const
export type Standing = (typeof STANDINGS)[number]

export type StandingFacts = {
  isLinked: boolean
  locked: bigint
  /** Null where committees are off; undefined while the chain cannot be asked. */
  minimum: bigint | null | undefined
}

/** Pure: the first thing that keeps an agent out of the next roster. The same rules as its query (auditor-store.ts). */
export function standingOf(agent: Agent, { isLinked, locked, minimum }: StandingFacts, now: Date): Standing {
  if (!agent.auditor) return 'OFF'
  if (!isActive(agent, now)) return 'EXPIRED'
  if (!isLinked) return 'NOT_LINKED'
  if (minimum === undefined) return 'UNKNOWN'
  if (minimum === null) return 'COMMITTEES_OFF'
  return locked >= minimum ? 'STANDS' : 'NO_STAKE'
}

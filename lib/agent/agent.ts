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

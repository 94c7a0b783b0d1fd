import type { Hex } from '@/lib/proof/hash'

/** Words and rows shared by the API, the pages and the sending. Browser-safe. */

export const OPERATIONS = ['ATTEST', 'REVOKE'] as const
export type Operation = (typeof OPERATIONS)[number]

export const ITEM_STATUSES = ['PENDING', 'SUBMITTED', 'MINED', 'CONFIRMED', 'FAILED', 'EXPIRED'] as const
export type ItemStatus = (typeof ITEM_STATUSES)[number]

/** A workflow as a whole: nothing begun, under way, all confirmed, none, or some. */
export const WORKFLOW_STATUSES = ['PENDING', 'RUNNING', 'CONFIRMED', 'FAILED', 'PARTLY_FAILED'] as const
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number]

export const ISSUER_KINDS = ['WALLET', 'KEPT', 'EXECUTOR'] as const
export type IssuerKind = (typeof ISSUER_KINDS)[number]

/** DRAFT: a kept key whose delegation nobody signed yet. */
export type IssuerStatus = 'DRAFT' | 'ACTIVE' | 'ENDED'

export type ItemCounts = Partial<Record<ItemStatus, number>>

/** How a batch waits: an item not broadcast after this long of reachable chain expires (domain §8). */
export const ITEM_TTL_SECONDS = 300

export const MAX_BATCH = 1_000
export const MAX_REPLAYS = 3
export const MAX_PRIORITY = 10

/** An item as it is sent. */
export type Item = {
  id: string
  workflow_id: string
  index: number
  organization_id: string
  issuer_id: string
  operation: Operation
  chain_id: number
  schema_uid: Hex
  priority: number
  /** Set when its data is a capability. */
  integra_hash: Hex | null
  recipient: Hex | null
  data: Hex | null
  ref_uid: Hex | null
  /** Unix seconds, as text; 0: never. */
  expiration_time: string
  revocable: boolean
  uid: Hex | null
  status: ItemStatus
  submission_id: string | null
  place: number | null
  tries: number
  run_after: Date
  expires_at: Date
  tx_hash: Hex | null
  error_code: string | null
  error: string | null
  replays: number
}

import type { Subject } from '@/lib/chain/send/sent-store'
import type { Hex } from '@/lib/proof/hash'
import type { IssuerKind, Item, Operation } from '../types'

export type SubmissionState = 'QUEUED' | 'SUBMITTED' | 'MINED' | 'CONFIRMED' | 'DROPPED'

/** Several items in one call of EAS. */
export type AttestationSubmission = {
  id: string
  chainId: number
  issuerId: string
  operation: Operation
  schemaUid: Hex
  size: number
  /** The issuer's first nonce it uses; null when the issuer sends by itself. */
  easNonce: bigint | null
  to: Hex
  data: Hex
  state: SubmissionState
  txHash: Hex | null
  blockNumber: number | null
  blockHash: Hex | null
  fromBlock: number
  /** Unix seconds; null: none. */
  deadline: number | null
  tries: number
  runAfter: Date | null
  /** When it was last put into an executor's queue, or lost its block; null: never. */
  handedAt: Date | null
  createdAt: Date
}

/** Who attests for an organization on a chain, as sending needs it. */
export type Issuer = {
  id: string
  organizationId: string
  chainId: number
  address: Hex
  kind: IssuerKind
  key: Uint8Array | null
  validUntil: Date | null
  status: string
}

/** An item that waits: with what it takes to send it. */
export type PendingItem = Item & { created_at: Date }

/** Under which the transactions of a submission are kept. */
export function subjectOf(submissionId: string): Subject {
  return { purpose: 'eas', id: submissionId }
}

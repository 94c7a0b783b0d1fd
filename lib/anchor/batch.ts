import type { Subject } from '@/lib/chain/send/sent-store'
import type { Hex } from '@/lib/proof/hash'

/**
 * OPEN: closed and not sent. SUBMITTED: a signed transaction is stored, perhaps sent. MINED: the root is in a block.
 * FINAL: that block will stay. REORGED: it did not; the same root is sent again.
 */
export type BatchState = 'OPEN' | 'SUBMITTED' | 'MINED' | 'FINAL' | 'REORGED'

/** Leaves under one root, timestamped together. */
export type Batch = {
  id: string
  state: BatchState
  root: Hex
  size: number
  chainId: number
  eas: Hex
  txHash: Hex | null
  blockNumber: number | null
  blockHash: Hex | null
  blockTime: Date | null
  createdAt: Date
}

/** The transaction that timestamped a root, and its block. */
export type Timestamping = { txHash: Hex; blockNumber: number; blockHash: Hex; blockTime: Date }

/** Under which a batch's transactions are kept. */
export function subjectOf(batchId: string): Subject {
  return { purpose: 'anchor', id: batchId }
}

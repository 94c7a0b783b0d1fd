import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { env } from '@/lib/env'

/** When a batch closes (domain §7): so many leaves, or its oldest has waited so long. */
export type BatchLimits = { maxLeaves: number; maxSeconds: number }

/** The limits as configured: 1 024 leaves, 60 seconds or on the local chain 5. */
export function batchLimits(): BatchLimits {
  const { ANCHOR_MAX_LEAVES, ANCHOR_MAX_SECONDS, ANCHOR_CHAIN } = env()
  return { maxLeaves: ANCHOR_MAX_LEAVES, maxSeconds: ANCHOR_MAX_SECONDS ?? (ANCHOR_CHAIN === LOCAL_CHAIN ? 5 : 60) }
}

/** Pure: whether leaves that wait since `oldest` make a batch now. */
export function isBatchDue(waiting: { count: number; oldest: Date | null }, limits: BatchLimits, now: Date): boolean {
  if (waiting.oldest === null) return false
  return waiting.count >= limits.maxLeaves || now.getTime() - waiting.oldest.getTime() >= limits.maxSeconds * 1000
}

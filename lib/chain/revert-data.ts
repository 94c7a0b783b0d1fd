import { BaseError } from 'viem'
import type { Hex } from '@/lib/proof/hash'

/** What a contract reverted with, `0x` when it gave no reason; null when it was not a contract that said no. */
export function revertDataOf(error: unknown): Hex | null {
  if (!(error instanceof BaseError)) return null
  const reverted = error.walk((cause) => (cause as { code?: unknown } | null)?.code === 3)
  if (!reverted) return null
  const { data } = reverted as { data?: unknown }
  return typeof data === 'string' ? (data as Hex) : '0x'
}

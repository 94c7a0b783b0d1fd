import type { Hex } from '@/lib/proof/hash'
import { ProviderFailure } from './provider-failure'
import type { Provider } from './providers'

/** A block as one provider names it; `time` in seconds by its own clock. */
export type BlockRef = { number: number; hash: Hex; time: number }

/** The state of exactly this block, or an error (EIP-1898): never of another block under the same number. */
export const atBlock = (block: { hash: Hex }) => ({ blockHash: block.hash, requireCanonical: true })

/** A block by number or tag. Throws ProviderFailure: `absent` when the provider has no such block. */
export async function fetchBlock(provider: Provider, at: number | 'latest' | 'finalized'): Promise<BlockRef> {
  const answer = await provider.request('eth_getBlockByNumber', [typeof at === 'number' ? toHex(at) : at, false])
  if (answer === null) throw new ProviderFailure('absent')
  if (typeof answer !== 'object') throw new ProviderFailure('bad-answer')

  const { number, hash, timestamp } = answer as Record<string, unknown>
  const block = { number: toSafeNumber(number), hash: toHash(hash), time: toSafeNumber(timestamp) }
  if (typeof at === 'number' && block.number !== at) throw new ProviderFailure('bad-answer')
  return block
}

/** A JSON-RPC quantity (`0x1f`, at most 32 bytes). Throws ProviderFailure for anything else. */
export function toQuantity(answer: unknown): bigint {
  if (typeof answer !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(answer)) throw new ProviderFailure('bad-answer')
  return BigInt(answer)
}

/** A quantity that fits a number: block numbers, times, nonces. */
export function toSafeNumber(answer: unknown): number {
  const value = Number(toQuantity(answer))
  if (!Number.isSafeInteger(value)) throw new ProviderFailure('bad-answer')
  return value
}

/** A 32-byte hash, lower-case. */
export function toHash(answer: unknown): Hex {
  if (typeof answer !== 'string' || !/^0x[0-9a-f]{64}$/i.test(answer)) throw new ProviderFailure('bad-answer')
  return answer.toLowerCase() as Hex
}

function toHex(value: number): Hex {
  return `0x${value.toString(16)}`
}

import { QUORUM } from '../chain-quorum'
import { gather } from '../gather'
import { chainProviders, type Provider } from '../providers'
import { clientOf } from '../public-client'
import type { Fees } from './plan-send'

/** What slower providers get once enough have answered. */
const GRACE_MS = 200

/**
 * Today's price on a chain. What is offered as a tip is paid in full, so no provider alone says how much: of what several
 * say the middle counts, of two the lower. Throws when none answers.
 */
export async function marketFees(chainId: number, providers = chainProviders(chainId)): Promise<Fees> {
  const read = async (provider: Provider): Promise<Fees> => {
    const { maxFeePerGas, maxPriorityFeePerGas } = await clientOf(chainId, provider).estimateFeesPerGas()
    return { maxFeePerGas, maxPriorityFeePerGas }
  }
  const { answers } = await gather(providers, QUORUM, GRACE_MS, read)
  if (answers.length === 0) throw new Error(`No provider of chain ${chainId} says what gas costs`)
  return middleFees(answers.map(({ value }) => value))
}

/** Pure: of each price the one in the middle, the lower of two. */
export function middleFees(said: readonly Fees[]): Fees {
  const maxFeePerGas = middle(said.map((fees) => fees.maxFeePerGas))
  const tip = middle(said.map((fees) => fees.maxPriorityFeePerGas))
  if (tip > maxFeePerGas) return { maxFeePerGas, maxPriorityFeePerGas: maxFeePerGas }
  return { maxFeePerGas, maxPriorityFeePerGas: tip }
}

function middle(amounts: readonly bigint[]): bigint {
  const ordered = [...amounts].sort((a, b) => (a < b ? -1 : 1))
  return ordered[(ordered.length - 1) >> 1] ?? 0n
}

import { type AgreedBlocks, agreedBlocks, type WrittenLog } from './agreed-blocks'
import type { BlockRef } from './answers'
import { type ChainQuorum, QUORUM, quorumOf } from './chain-quorum'
import { isProviderFailure } from './provider-failure'

/** Whom to believe what is written down of a chain: two hosts, or the only one there is where one alone is configured. */
export function believedQuorum(chainId: number): ChainQuorum {
  const { providers, hosts } = quorumOf(chainId)
  return { providers, hosts, q: Math.min(hosts, QUORUM) }
}

/** The block in which a log stands for good, as enough providers say; null until they do. */
export async function finalPlace(
  chainId: number,
  log: WrittenLog,
  blocks: AgreedBlocks = agreedBlocks(chainId, believedQuorum(chainId)),
): Promise<BlockRef | null> {
  const placed = await blocks.blockOfLog(log)
  if (!placed || (await finalBlockOf(blocks)) < placed.number) return null
  const block = await blocks.blockAt(placed.number)
  return block?.hash === placed.hash ? block : null
}

/** Before every block while too few answer. */
async function finalBlockOf(blocks: AgreedBlocks): Promise<number> {
  try {
    return await blocks.finalBlock()
  } catch (error) {
    if (isProviderFailure(error)) return -1
    throw error
  }
}

import { parseAbi } from 'viem'
import { quorumOf } from '@/lib/chain/chain-quorum'
import { escrowOf } from '@/lib/chain/escrow'
import { clientOf } from '@/lib/chain/public-client'
import { quorumRead } from '@/lib/chain/quorum-read'
import { AppError } from '@/lib/errors'
import { caip2 } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import { singleton } from '@/lib/singleton'

const ABI = parseAbi(['function minimum() view returns (uint256)'])
const TIMEOUT_MS = 10_000

/** Where members of committees lock their stake on a chain; null where there is no such contract. */
export function stakeContractOf(chainId: number): Hex | null {
  return escrowOf(chainId)?.auditorStake ?? null
}

/**
 * What a member has to have locked on a chain, as enough of its providers say; null without a contract. The contract can
 * never change it, so it is asked once per process. E2004 while they cannot be reached.
 */
export async function minimumStake(chainId: number): Promise<bigint | null> {
  const contract = stakeContractOf(chainId)
  if (!contract) return null

  const known = singleton('minimum-stakes', () => new Map<string, bigint>())
  const key = `${chainId}:${contract}`
  const minimum = known.get(key) ?? (await readMinimum(chainId, contract))
  known.set(key, minimum)
  return minimum
}

async function readMinimum(chainId: number, address: Hex): Promise<bigint> {
  const { providers, q } = quorumOf(chainId)
  const result = await quorumRead({
    providers,
    q,
    read: (provider) => clientOf(chainId, provider).readContract({ address, abi: ABI, functionName: 'minimum' }),
    keyOf: String,
    timeoutMs: TIMEOUT_MS,
  })
  if (result.status === 'agreed') return result.value
  throw new AppError('E2004', `What a stake has to be on ${caip2(chainId)} cannot be read now. Try again in a moment.`)
}

import { encodeFunctionData, parseAbi } from 'viem'
import type { PreparedCall } from '@/components/wallet/use-calls'
import type { StakeView } from './types'

const ABI = parseAbi(['function lock() payable', 'function askUnlock(uint256 amount)', 'function unlock(address to)'])

type Place = Pick<StakeView, 'contract' | 'chain_id'>
type Said = { units: bigint; says: string }

/** Pure: what a wallet sends to lock more. */
export function lockCall({ contract, chain_id }: Place, { units, says }: Said): PreparedCall {
  const data = encodeFunctionData({ abi: ABI, functionName: 'lock' })
  return { to: contract, data, value: units.toString(), chain_id, says }
}

/** Pure: what a wallet sends to ask for some back, 30 days later. */
export function askUnlockCall({ contract, chain_id }: Place, { units, says }: Said): PreparedCall {
  const data = encodeFunctionData({ abi: ABI, functionName: 'askUnlock', args: [units] })
  return { to: contract, data, value: '0', chain_id, says }
}

/** Pure: what a wallet sends to take what is free, to itself. */
export function unlockCall({ contract, chain_id }: Place, to: `0x${string}`, says: string): PreparedCall {
  const data = encodeFunctionData({ abi: ABI, functionName: 'unlock', args: [to] })
  return { to: contract, data, value: '0', chain_id, says }
}

import { encodeFunctionData, parseAbi } from 'viem'
import type { Hex } from '../../proof/hash'

const ABI = parseAbi(['function lock() payable', 'function askUnlock(uint256 amount)', 'function unlock(address to)'])

/** What a member's wallet is asked to send. Pure and browser-safe. */
export type StakeCall = { to: Hex; data: Hex; value: bigint }

/** Locks an amount of the chain's coin; it counts once confirmed. */
export function lockCall(contract: Hex, amount: bigint): StakeCall {
  return { to: contract, data: encodeFunctionData({ abi: ABI, functionName: 'lock' }), value: amount }
}

/** Asks an amount back: it stops counting at once and is free in 30 days. */
export function askUnlockCall(contract: Hex, amount: bigint): StakeCall {
  return { to: contract, data: encodeFunctionData({ abi: ABI, functionName: 'askUnlock', args: [amount] }), value: 0n }
}

/** Takes what has become free. */
export function unlockCall(contract: Hex, to: Hex): StakeCall {
  return { to: contract, data: encodeFunctionData({ abi: ABI, functionName: 'unlock', args: [to] }), value: 0n }
}

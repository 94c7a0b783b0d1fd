import { decodeEventLog, parseAbi } from 'viem'
import type { Hex } from '@/lib/proof/hash'

/** What `IAuditorStake` tells, as it is declared there. */
export const STAKE_EVENTS = parseAbi([
  'event Locked(address indexed member, uint256 amount, uint256 total)',
  'event UnlockAsked(address indexed member, uint256 amount, uint64 freeAt)',
  'event Unlocked(address indexed member, address to, uint256 amount)',
])

/** What each event says beside the member it concerns, as JSON: amounts as decimal strings, times in unix seconds. */
export type StakeArgs = {
  Locked: { amount: string; total: string }
  UnlockAsked: { amount: string; freeAt: string }
  Unlocked: { to: Hex; amount: string }
}

/** What a log says. `deal` is what it is found by: here the member, lower-case. */
export type StakeEvent = {
  [N in keyof StakeArgs]: { name: N; deal: Hex; args: StakeArgs[N] }
}[keyof StakeArgs]

/** A log of AuditorStake, lower-case hex, as what it says; null when it is none of its events. */
export function decodeStakeLog(topics: readonly Hex[], data: Hex): StakeEvent | null {
  const [signature, ...rest] = topics
  if (!signature) return null
  try {
    const { eventName, args } = decodeEventLog({ abi: STAKE_EVENTS, topics: [signature, ...rest], data, strict: true })
    const { member, ...said } = args
    return { name: eventName, deal: lower(member), args: toJson(said) } as StakeEvent
  } catch {
    return null
  }
}

function toJson(args: Record<string, bigint | Hex>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : lower(value)]),
  )
}

function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex
}

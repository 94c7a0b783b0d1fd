import { type AbiEvent, parseAbi, toEventSelector } from 'viem'
import type { Hex } from '@/lib/proof/hash'
import type { Outcome } from '@/lib/proof/outcomes'

/** What `IChallengeEscrow` tells, as it is declared there. */
export const ESCROW_EVENTS = parseAbi([
  'struct Oracle { address feed; uint8 comparator; int256 threshold; uint64 notBefore; uint64 maxAge; }',
  'struct Panel { bytes32 root; uint256 totalWeight; uint32 k; uint32 m; address[] struck; }',
  'struct Deal { address creator; address counterparty; address token; uint256 creatorBond; uint256 counterpartyBond; uint256 creatorBase; uint256 counterpartyBase; uint64 joinBy; uint64 respondBy; uint64 settleBy; uint64 disputeWindow; address resolver; Oracle oracle; Panel panel; bytes32 finalHash; bytes32 salt; }',
  'event Opened(bytes32 indexed id, address indexed creator, address indexed counterparty, Deal deal)',
  'event Joined(bytes32 indexed id)',
  'event Responded(bytes32 indexed id, address indexed party, bytes32 responseHash)',
  'event DisputeOpened(bytes32 indexed id, address indexed opener, bytes32 caseHash, uint256 fee, uint64 until, uint64 seedBlock)',
  'event SeedFixed(bytes32 indexed id, uint32 round, bytes32 seed, bytes32 blockHash)',
  'event SeedMissed(bytes32 indexed id, uint32 round, uint64 seedBlock)',
  'event Seated(bytes32 indexed id, uint32 round, uint32 seat, uint32 attempt, address indexed member)',
  'event Redrawn(bytes32 indexed id, uint32 round, uint64 seedBlock)',
  'event OffersVoided(bytes32 indexed id, address indexed party, uint256 nonce)',
  'event Settled(bytes32 indexed id, uint8 outcome, uint8 by)',
  'event Split(bytes32 indexed id, uint256 toCreator, uint256 toCounterparty)',
  'event Expired(bytes32 indexed id)',
  'event Credited(bytes32 indexed id, address indexed account, address indexed token, uint256 amount)',
  'event Paid(address indexed account, address indexed token, address to, uint256 amount)',
])

export type Decider = 'PARTIES' | 'RESOLVER' | 'ORACLE' | 'PANEL'

/** What each event says beside the deal it concerns, as JSON: wide integers as decimal strings, addresses lower-case. */
export type EscrowArgs = {
  Opened: { creator: Hex; counterparty: Hex }
  Joined: Record<never, never>
  Responded: { party: Hex; responseHash: Hex }
  DisputeOpened: { opener: Hex; caseHash: Hex; fee: string; until: string; seedBlock: string }
  SeedFixed: { round: number; seed: Hex; blockHash: Hex }
  SeedMissed: { round: number; seedBlock: string }
  Seated: { round: number; seat: number; attempt: number; member: Hex }
  Redrawn: { round: number; seedBlock: string }
  OffersVoided: { party: Hex; nonce: string }
  Settled: { outcome: Outcome; by: Decider }
  Split: { toCreator: string; toCounterparty: string }
  Expired: Record<never, never>
  Credited: { account: Hex; token: Hex; amount: string }
  Paid: { account: Hex; token: Hex; to: Hex; amount: string }
}

export type EscrowEventName = keyof EscrowArgs

/** What a log says; `deal` is null for what concerns none (Paid). */
export type EscrowEvent = {
  [N in EscrowEventName]: { name: N; deal: Hex | null; args: EscrowArgs[N] }
}[EscrowEventName]

const OUTCOME_NAMES = [null, 'FULFILLED', 'CREATOR_WIN', 'COUNTERPARTY_WIN', 'DRAW', 'NO_CONTEST'] as const
const DECIDER_NAMES = ['PARTIES', 'RESOLVER', 'ORACLE', 'PANEL'] as const

const byTopic = new Map(
  ESCROW_EVENTS.filter((item): item is Extract<typeof item, AbiEvent> => item.type === 'event').map((event) => [
    toEventSelector(event),
    event,
  ]),
)

/**
 * A log of the escrow, lower-case hex, as what it says; null when it is none of its events. All their values are single
 * words, but for the deal of Opened, which is left out: the desk computed it itself and knows it by its id.
 */
export function decodeEscrowLog(topics: readonly Hex[], data: Hex): EscrowEvent | null {
  const event = topics[0] && byTopic.get(topics[0])
  if (!event) return null

  const args: Record<string, string | number | null> = {}
  let [topic, word] = [1, 0]
  for (const { name, type, ...input } of event.inputs) {
    const isIndexed = 'indexed' in input && input.indexed
    const value = isIndexed ? topics[topic++]?.slice(2) : data.slice(2 + 64 * word, 66 + 64 * word++)
    if (value?.length !== 64) return null
    if (type !== 'tuple') args[name] = toJsonValue(type, value)
  }
  if (topic !== topics.length) return null

  const { id = null, ...rest } = args
  return { name: event.name, deal: id, args: event.name === 'Settled' ? nameEnding(rest) : rest } as EscrowEvent
}

function toJsonValue(type: string, word: string): string | number {
  if (type === 'address') return `0x${word.slice(24)}`
  if (type === 'bytes32') return `0x${word}`
  if (type === 'uint8' || type === 'uint32') return Number(`0x${word}`)
  return BigInt(`0x${word}`).toString()
}

function nameEnding(args: Record<string, unknown>) {
  return { outcome: OUTCOME_NAMES[Number(args.outcome)], by: DECIDER_NAMES[Number(args.by)] }
}

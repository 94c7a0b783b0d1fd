import type { EscrowArgs, EscrowEvent, EscrowEventName } from '@/lib/chain/escrow-log'
import type { Hex } from '@/lib/proof/hash'
import {
  type ChainDispute,
  type ChainEnding,
  type ChainNews,
  DEAL_STATES,
  type DealState,
  type Deposit,
} from './chain-news'
import type { Deal } from './deal'

/** A canonical log of one deal. */
export type DealLog = EscrowEvent & {
  blockNumber: bigint
  blockHash: Hex
  blockTime: Date
  txHash: Hex
  logIndex: number
}

type Party = 'creator' | 'counterparty'
export type Seat = { round: number; seat: number; attempt: number; member: Hex }

/** `ChainNews`, with what only the desk's own rows need. */
export type FoldedDeal = ChainNews & {
  /** The fee of a dispute, from when it is seen. */
  disputeFee: (Deposit & { by: Party; amount: bigint }) | null
  /** Of all rounds. */
  seats: Seat[]
}

type Folded = {
  state: DealState
  deposits: ChainNews['deposits']
  responses: ChainNews['responses']
  dispute: ChainDispute | null
  disputeFee: FoldedDeal['disputeFee']
  nonces: ChainNews['nonces']
  ending: ChainEnding | null
  seats: Seat[]
}

/**
 * Pure: what the chain says of a deal, from its canonical logs up to `confirmedNumber` and, for what is only seen, from
 * all of them. The order they are given in and repetitions change nothing.
 */
export function foldDeal(
  deal: Pick<Deal, 'creator' | 'counterparty'>,
  logs: readonly DealLog[],
  confirmedNumber: bigint,
): FoldedDeal {
  const ordered = inChainOrder(logs)
  const isConfirmed = (log: { blockNumber: bigint }) => log.blockNumber <= confirmedNumber
  const seen = foldAll(deal, ordered, isConfirmed)
  const confirmed = foldAll(deal, ordered.filter(isConfirmed), isConfirmed)
  return {
    seen: seen.state,
    confirmed: confirmed.state,
    deposits: seen.deposits,
    responses: confirmed.responses,
    dispute: confirmed.dispute,
    disputeFee: seen.disputeFee,
    nonces: confirmed.nonces,
    ending: confirmed.ending,
    seats: confirmed.seats,
  }
}

function inChainOrder(logs: readonly DealLog[]): DealLog[] {
  const unique = new Map(logs.map((log) => [`${log.blockHash} ${log.logIndex}`, log]))
  return [...unique.values()].sort(
    (a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex || (a.blockHash < b.blockHash ? -1 : 1),
  )
}

function foldAll(
  deal: Pick<Deal, 'creator' | 'counterparty'>,
  logs: readonly DealLog[],
  isConfirmed: (log: DealLog) => boolean,
): Folded {
  const folded: Folded = {
    state: 'NONE',
    deposits: { creator: null, counterparty: null },
    responses: { creator: null, counterparty: null },
    dispute: null,
    disputeFee: null,
    nonces: { creator: 0n, counterparty: 0n },
    ending: null,
    seats: [],
  }
  for (const log of logs) {
    const happened: Happened = { log, deposit: toDeposit(log, isConfirmed(log)), roleOf: (one) => roleOf(deal, one) }
    const take = TAKE[log.name] as ((folded: Folded, args: object, happened: Happened) => void) | undefined
    take?.(folded, log.args, happened)
  }
  if (folded.ending) folded.ending.credits = creditsOf(logs, folded.ending.txHash)
  return folded
}

type Happened = { log: DealLog; deposit: Deposit; roleOf: (address: Hex) => Party | null }

/** What each log changes. Credits belong to the ending, payments to no deal. */
const TAKE: { [N in EscrowEventName]?: (folded: Folded, args: EscrowArgs[N], happened: Happened) => void } = {
  Opened: (folded, _, { deposit }) => {
    folded.deposits.creator = deposit
    reach(folded, 'OPEN')
  },
  Joined: (folded, _, { deposit }) => {
    folded.deposits.counterparty = deposit
    reach(folded, 'JOINED')
  },
  Responded: (folded, { party, responseHash }, { roleOf }) => {
    const role = roleOf(party)
    if (role) folded.responses[role] = responseHash
  },
  // The resolver may void too; theirs is no party's nonce.
  OffersVoided: (folded, { party, nonce }, { roleOf }) => {
    const role = roleOf(party)
    if (role) folded.nonces[role] = BigInt(nonce)
  },
  DisputeOpened: (folded, args, { log, deposit, roleOf }) => {
    const opener = roleOf(args.opener)
    if (!opener) return
    folded.disputeFee = { ...deposit, by: opener, amount: BigInt(args.fee) }
    folded.dispute = openedDispute(opener, args, log.blockTime)
    reach(folded, 'DISPUTED')
  },
  SeedMissed: ({ dispute }, { seedBlock }) => {
    if (dispute) dispute.seedBlock = BigInt(seedBlock)
  },
  SeedFixed: ({ dispute }, { seed, blockHash }) => {
    if (dispute) Object.assign(dispute, { seed, blockHash })
  },
  Seated: ({ dispute, seats }, { round, seat, attempt, member }) => {
    seats.push({ round, seat, attempt, member })
    dispute?.seats.push({ member, attempt })
    if (dispute) dispute.nextAttempt = attempt + 1
  },
  Redrawn: ({ dispute }, { round, seedBlock }) => {
    const anew = { round, seedBlock: BigInt(seedBlock), blockHash: null, seed: null, nextAttempt: 0, seats: [] }
    if (dispute) Object.assign(dispute, anew)
  },
  Settled: (folded, { outcome, by }, { log }) => end(folded, log, { kind: 'settled', outcome, decider: by }),
  Split: (folded, _, { log }) => end(folded, log, { kind: 'split', outcome: 'DRAW', decider: 'PARTIES' }),
  Expired: (folded, _, { log }) => end(folded, log, { kind: 'expired', outcome: 'NO_CONTEST', decider: null }),
}

function roleOf(deal: Pick<Deal, 'creator' | 'counterparty'>, address: Hex): Party | null {
  if (address === deal.creator.toLowerCase()) return 'creator'
  return address === deal.counterparty.toLowerCase() ? 'counterparty' : null
}

function openedDispute(opener: Party, args: EscrowArgs['DisputeOpened'], openedAt: Date): ChainDispute {
  return {
    opener,
    caseHash: args.caseHash,
    fee: BigInt(args.fee),
    openedAt,
    until: new Date(Number(args.until) * 1000),
    seedBlock: BigInt(args.seedBlock),
    blockHash: null,
    seed: null,
    round: 0,
    nextAttempt: 0,
    seats: [],
  }
}

function reach(folded: Folded, state: DealState): void {
  if (DEAL_STATES.indexOf(state) > DEAL_STATES.indexOf(folded.state)) folded.state = state
}

function end(folded: Folded, log: DealLog, ending: Pick<ChainEnding, 'kind' | 'outcome' | 'decider'>): void {
  folded.ending = { ...ending, credits: [], txHash: log.txHash, at: log.blockTime }
  reach(folded, 'ENDED')
}

/** A deal's credits come with its end, in the same transaction: one sum for each account, in the order they came. */
function creditsOf(logs: readonly DealLog[], txHash: Hex): ChainEnding['credits'] {
  const sums = new Map<Hex, bigint>()
  for (const log of logs) {
    if (log.name !== 'Credited' || log.txHash !== txHash) continue
    sums.set(log.args.account, (sums.get(log.args.account) ?? 0n) + BigInt(log.args.amount))
  }
  return [...sums].map(([account, amount]) => ({ account, amount }))
}

function toDeposit({ txHash, blockNumber, blockHash, blockTime }: DealLog, confirmed: boolean): Deposit {
  return { txHash, blockNumber, blockHash, blockTime, confirmed }
}

import type { Outcome, Party } from '@/lib/challenge/state'
import type { Hex } from '@/lib/proof/hash'

/** How far a deal is on chain, in the order of the contract's own numbers. */
export const DEAL_STATES = ['NONE', 'OPEN', 'JOINED', 'DISPUTED', 'ENDED'] as const
export type DealState = (typeof DEAL_STATES)[number]

export type Deposit = {
  txHash: Hex
  blockNumber: bigint
  blockHash: Hex
  /** By the chain's clock: what decides whether it was in time. */
  blockTime: Date
  confirmed: boolean
}

export type ChainDispute = {
  opener: Party
  caseHash: Hex
  fee: bigint
  openedAt: Date
  until: Date
  /** 0 without a panel. */
  seedBlock: bigint
  blockHash: Hex | null
  seed: Hex | null
  round: number
  nextAttempt: number
  /** Of this round, in the order they were seated. */
  seats: { member: Hex; attempt: number }[]
}

export type ChainEnding = {
  kind: 'settled' | 'split' | 'expired'
  /** DRAW for a split, NO_CONTEST for an expiry. */
  outcome: Outcome
  /** null when a clock ended it. */
  decider: 'PARTIES' | 'RESOLVER' | 'ORACLE' | 'PANEL' | null
  /** As credited, account by account: the parties, treasury, burn address and panel members. */
  credits: { account: Hex; amount: bigint }[]
  txHash: Hex
  at: Date
}

/**
 * What the chain says of one deal: folded from its canonical logs, all of them, each time. Everything but `seen` and
 * unconfirmed deposits rests on confirmed logs.
 */
export type ChainNews = {
  seen: DealState
  confirmed: DealState
  deposits: { creator: Deposit | null; counterparty: Deposit | null }
  responses: { creator: Hex | null; counterparty: Hex | null }
  dispute: ChainDispute | null
  nonces: { creator: bigint; counterparty: bigint }
  ending: ChainEnding | null
}

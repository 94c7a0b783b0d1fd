import type { ChainEnding, Deposit } from './chain-news'
import { type Deal, disputeFeeOf } from './deal'
import type { FoldedDeal } from './fold-deal'
import type { StakeKind, StakeRow, StakeStatus } from './store'

type Party = 'creator' | 'counterparty'

/**
 * Pure: the stakes of a deal as the chain has them. What is not on it has no row: a deposit that a reorganisation took
 * away leaves none behind. A dispute's fee of nothing is none.
 */
export function stakeRowsOf(deal: Deal, news: FoldedDeal): StakeRow[] {
  const rows = (['creator', 'counterparty'] as const).flatMap((role) => {
    const deposit = news.deposits[role]
    if (!deposit) return []

    const [bond, base] =
      role === 'creator' ? [deal.creatorBond, deal.creatorBase] : [deal.counterpartyBond, deal.counterpartyBase]
    return [
      rowOf(deal, role, 'HONESTY_BOND', bond, deposit, news.ending),
      rowOf(deal, role, 'BASE', base, deposit, news.ending),
    ]
  })
  const fee = news.disputeFee
  if (fee) rows.push(rowOf(deal, fee.by, 'DISPUTE_FEE', disputeFeeOf(deal), fee, news.ending))
  return rows.filter((row) => row.amount > 0n)
}

/** How a deposit left: back as if nothing had been, as the ending gives it out, or lost. */
export function statusAfter(kind: StakeKind, role: Party, ending: ChainEnding): StakeStatus {
  if (kind === 'DISPUTE_FEE') return ending.decider === 'PANEL' ? 'RELEASED' : 'REFUNDED'
  if (ending.kind === 'split') return 'RELEASED'

  const loser = loserOf(ending)
  if (!loser) return 'REFUNDED'
  return kind === 'HONESTY_BOND' && role === loser ? 'SLASHED' : 'RELEASED'
}

function loserOf(ending: ChainEnding): Party | null {
  if (ending.outcome === 'CREATOR_WIN') return 'counterparty'
  return ending.outcome === 'COUNTERPARTY_WIN' ? 'creator' : null
}

function rowOf(
  deal: Deal,
  role: Party,
  kind: StakeKind,
  amount: bigint,
  deposit: Deposit,
  ending: ChainEnding | null,
): StakeRow {
  const { txHash, blockNumber, blockHash, blockTime, confirmed } = deposit
  const status = !confirmed ? 'PENDING' : ending ? statusAfter(kind, role, ending) : 'HELD'
  return {
    kind,
    party: deal[role],
    role,
    token: deal.token,
    amount,
    status,
    ...{ txHash, blockNumber, blockHash, blockTime, confirmed },
    endedTx: ending?.txHash ?? null,
  }
}

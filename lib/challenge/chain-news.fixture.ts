import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import type { Hex } from '@/lib/proof/hash'
import type { ChainDispute, ChainEnding, ChainNews, Deposit } from '@/lib/stake/chain-news'
import { lockDeal, saveDealState, saveStakes } from '@/lib/stake/follow-store'
import { stakeRowsOf } from '@/lib/stake/stake-rows'
import { followChain } from './follow-chain'
import { lockChallenge } from './store'

export const hash = (byte: string): Hex => `0x${byte.repeat(32)}`

/** What the chain says of a deal; nothing yet, unless `over` says so. */
export function chainNews(over: Partial<ChainNews> = {}): ChainNews {
  return {
    seen: 'NONE',
    confirmed: 'NONE',
    deposits: { creator: null, counterparty: null },
    responses: { creator: null, counterparty: null },
    dispute: null,
    nonces: { creator: 0n, counterparty: 0n },
    ending: null,
    ...over,
  }
}

export function deposit(over: Partial<Deposit> = {}): Deposit {
  return {
    txHash: hash('d1'),
    blockNumber: 7n,
    blockHash: hash('b7'),
    blockTime: new Date(),
    confirmed: true,
    ...over,
  }
}

/** Both bonds in the escrow, confirmed. */
export const joined = (over: Partial<ChainNews> = {}): ChainNews =>
  chainNews({
    seen: 'JOINED',
    confirmed: 'JOINED',
    deposits: { creator: deposit(), counterparty: deposit({ txHash: hash('d2'), blockNumber: 8n }) },
    ...over,
  })

function dispute(over: Partial<ChainDispute> = {}): ChainDispute {
  return {
    opener: 'counterparty',
    caseHash: hash('ca'),
    fee: 100_000n,
    openedAt: new Date(),
    until: new Date(Date.now() + 90 * 3_600_000),
    seedBlock: 12n,
    blockHash: null,
    seed: null,
    round: 0,
    nextAttempt: 0,
    seats: [],
    ...over,
  }
}

export const disputed = (over: Partial<ChainDispute> = {}, more: Partial<ChainNews> = {}): ChainNews =>
  joined({ seen: 'DISPUTED', confirmed: 'DISPUTED', dispute: dispute(over), ...more })

/** The deal's end on chain, over whatever led to it. */
export function ended(before: ChainNews, ending: Partial<ChainEnding>): ChainNews {
  const whole = {
    kind: 'settled',
    outcome: 'DRAW',
    decider: 'PARTIES',
    credits: [],
    txHash: hash('ee'),
    at: new Date(),
  }
  return { ...before, seen: 'ENDED', confirmed: 'ENDED', ending: { ...whole, ...ending } as ChainEnding }
}

/** Tells the desk what the chain says, as following a deal does: its rows first, then the challenge, in one transaction. */
export async function tell(ctx: Ctx, { id, dealId }: { id: string; dealId: string }, news: ChainNews): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockChallenge(tx, id)
    const deal = await lockDeal(tx, dealId)
    const folded = { ...news, disputeFee: null, seats: [] }
    await saveDealState(tx, dealId, folded, ctx.now)
    await saveStakes(tx, deal, stakeRowsOf(deal.deal, folded), ctx.now)
    await followChain(tx, ctx, id, news)
  })
}

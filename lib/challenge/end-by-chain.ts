import { listVotes } from '@/lib/committee/votes'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/transaction'
import { publish } from '@/lib/event/publish'
import { caip2 } from '@/lib/proof/chains'
import { erc20Asset, nativeAsset } from '@/lib/proof/funds'
import { bytesOf, type Hex, sha256Hex } from '@/lib/proof/hash'
import type { ChallengeReceipt } from '@/lib/proof/receipt'
import type { ChainEnding, ChainNews } from '@/lib/stake/chain-news'
import { ZERO_ADDRESS } from '@/lib/stake/deal'
import { addressOf, type Challenge, didOf, type Offer } from './challenge'
import { bondAssetOf } from './desk-facts'
import { finishChallenge } from './finish'
import { CANCELLED_TOGETHER, pastDeadline } from './reasons'
import { silentSides } from './silent-sides'
import type { Party } from './state'
import { closeOffers, listSettles } from './store'
import { organizationOf } from './turn'

const SIDES: readonly Party[] = ['creator', 'counterparty']

/** What made the chain end it, as far as it came through the desk: the receipt names it by its hashes. */
type Decided = {
  quorum: ChallengeReceipt['quorum']
  signatures: Hex[]
  case?: ChallengeReceipt['case']
  reason?: Challenge['reason']
}

/** Ends a challenge as its deal ended on chain, with a receipt that says who was paid what (domain §5, "Receipt"). */
export async function endByChain(
  tx: Tx,
  ctx: Ctx,
  before: Challenge,
  news: ChainNews,
  ending: ChainEnding,
): Promise<void> {
  const isExpired = ending.kind === 'expired'
  const decided = isExpired ? byClock(before) : await decidedBy(tx, before, news, ending)
  const silent = isExpired ? silentIn(before, news) : []
  if (ending.decider === 'PARTIES') await closeOffers(tx, before.id, 'used', ctx.now, { primaryType: 'Settle' })

  const after = await finishChallenge(
    tx,
    ctx,
    before,
    {
      action: isExpired ? 'refunded' : 'settled',
      actor: 'chain',
      to: isExpired ? 'EXPIRED' : 'COMPLETED',
      set: { split: ending.kind === 'split', ...(decided.reason ? { reason: decided.reason } : {}) },
      data: {
        outcome: ending.outcome,
        code: isExpired ? 'DEADLINE' : ending.kind === 'split' ? 'SPLIT' : ending.decider,
        tx_hash: ending.txHash,
        at: ending.at.toISOString(),
        ...(silent.length > 0 ? { silent } : {}),
      },
      event: isExpired ? 'challenge.expired' : 'challenge.completed',
    },
    { ...decided, outcome: ending.outcome, amounts: amountsOf(before, ending) },
  )
  await publishReleases(tx, ctx, after, ending)
}

/** Each side that was credited something is told what it may take out. */
async function publishReleases(tx: Tx, ctx: Ctx, challenge: Challenge, ending: ChainEnding): Promise<void> {
  for (const role of SIDES) {
    const amount = creditOf(challenge, ending, role)
    const organizationId = amount > 0n ? await organizationOf(tx, challenge, role) : null
    if (!organizationId) continue
    await publish(tx, {
      type: 'bond.released',
      subject: challenge.id,
      requestId: ctx.requestId,
      now: ctx.now,
      organizations: [{ organizationId, data: toRelease(challenge, ending, role, amount) }],
    })
  }
}

function toRelease(
  { id, dealId, onChain, bond, outcome, split }: Challenge,
  ending: ChainEnding,
  role: Party,
  amount: bigint,
) {
  const asset = bond && bondAssetOf(bond)
  return {
    challenge_id: id,
    deal_id: dealId,
    chain_id: onChain && caip2(onChain.chainId),
    role,
    outcome: split ? 'SPLIT' : outcome,
    token_address: bond?.token_address ?? null,
    symbol: asset?.symbol ?? null,
    decimals: asset?.decimals ?? null,
    amount: amount.toString(),
    tx_hash: ending.txHash,
  }
}

function byClock(before: Challenge): Decided {
  return { quorum: { kind: 'clock', k: 0, m: 0 }, signatures: [], reason: pastDeadline(before.status) }
}

function silentIn(before: Challenge, { deposits, responses }: ChainNews): Party[] {
  return silentSides(before, {
    deposited: (side) => deposits[side] !== null,
    responded: (side) => responses[side] !== null,
  })
}

async function decidedBy(tx: Tx, before: Challenge, news: ChainNews, ending: ChainEnding): Promise<Decided> {
  if (ending.decider === 'ORACLE') return { quorum: { kind: 'oracle', k: 1, m: 1 }, signatures: [] }
  if (ending.decider === 'PANEL') return byPanel(tx, before, news, ending)

  const settles = await listSettles(tx, before.id)
  if (ending.decider === 'RESOLVER') {
    const signed = settles.find((offer) => offer.role === 'moderator' && offer.message.outcome === ending.outcome)
    return { quorum: { kind: 'moderator', k: 1, m: 1 }, signatures: signed ? [signed.signature] : [] }
  }
  const pair = findPair(settles, before, news, ending)
  const isCalledOff = pair.length === 2 && pair.every((offer) => offer.action === 'cancel')
  return {
    quorum: { kind: 'parties', k: 2, m: 2 },
    signatures: pair.map((offer) => offer.signature),
    ...(isCalledOff ? { reason: CANCELLED_TOGETHER } : {}),
  }
}

/**
 * The votes in the call were paid for; where nothing was, the first k equal ones of the round are taken. None are named when
 * the desk has not seen k of them: fewer would prove nothing.
 */
async function byPanel(tx: Tx, before: Challenge, news: ChainNews, ending: ChainEnding): Promise<Decided> {
  const { panel } = before.resolution
  const { dispute } = news
  const [k, m] = [panel?.k ?? 0, panel?.m ?? 0]
  if (!dispute) return { quorum: { kind: 'committee', k, m }, signatures: [] }

  const votes = (await listVotes(tx, dispute.caseHash, dispute.round)).filter((one) => one.outcome === ending.outcome)
  const paid = votes.filter(({ member }) => ending.credits.some(({ account }) => same(account, member)))
  const decisive = paid.length === k ? paid : votes.slice(0, k)
  const signatures = decisive.length === k ? decisive.map(({ signature }) => signature) : []
  return {
    quorum: { kind: 'committee', k, m },
    signatures,
    case: { id: dispute.caseHash, votes: signatures.map((signature) => sha256Hex(bytesOf(signature))) },
  }
}

/**
 * The two signatures that say what the chain did, creator first. None when the parties took others to it than the desk has
 * seen: then the chain's word stands alone.
 */
function findPair(settles: Offer[], before: Challenge, news: ChainNews, ending: ChainEnding): Offer[] {
  const fits = (offer: Offer) =>
    ending.kind === 'split' ? isPaidAs(offer, before, news, ending) : offer.message.outcome === ending.outcome
  const [creators, counterparties] = SIDES.map((side) => settles.filter((offer) => offer.role === side && fits(offer)))
  const [first, second] = [creators?.[0], counterparties?.[0]]
  return first && second ? [first, second] : []
}

/** A split pays exactly the signed amounts; whoever opened a dispute gets its fee back beside. */
function isPaidAs(offer: Offer, before: Challenge, { dispute }: ChainNews, ending: ChainEnding): boolean {
  const { outcome, toCreator, toCounterparty } = offer.message
  const feeTo = (side: Party) => (dispute?.opener === side ? dispute.fee : 0n)
  const paidTo = (side: Party) => creditOf(before, ending, side) - feeTo(side)
  return (
    outcome === 'SPLIT' &&
    BigInt(toCreator ?? 0) === paidTo('creator') &&
    BigInt(toCounterparty ?? 0) === paidTo('counterparty')
  )
}

/** What the two were credited. The panel, the treasury and what was burned are nobody's outcome. */
function amountsOf(before: Challenge, ending: ChainEnding): ChallengeReceipt['amounts'] {
  const { onChain } = before
  if (!onChain) return []
  const { chainId, deal } = onChain
  const asset = deal.token === ZERO_ADDRESS ? nativeAsset(chainId) : erc20Asset(chainId, deal.token)
  return SIDES.flatMap((side) => {
    const amount = creditOf(before, ending, side)
    return amount > 0n ? [{ did: didOf(before, side), asset, amount: amount.toString() }] : []
  })
}

function creditOf(before: Challenge, { credits }: ChainEnding, side: Party): bigint {
  const own = credits.filter(({ account }) => same(account, addressOf(before, side)))
  return own.reduce((sum, { amount }) => sum + amount, 0n)
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

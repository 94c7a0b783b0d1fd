import { ZERO_ADDRESS } from '../../stake/deal'
import { type DealEnding, type Payout, payoutsOf } from '../../stake/payouts'
import { type BundledDeal, isSettle } from '../bundle'
import type { DealEnding as ChainEnding } from '../chain-reader'
import { networkOf } from '../chains'
import { erc20Asset, nativeAsset } from '../funds'
import { broken, claimed, type Finding, type Link, linkOf, proven, rules, unverifiable } from '../report'
import { dealOf } from './deal'
import { type Facts, readerFor } from './facts'

type Party = 'creator' | 'counterparty'
const SIDES: readonly Party[] = ['creator', 'counterparty']

/** What each side got: recomputed from the deal and the outcome, and with a node compared with what the escrow credited. */
export async function checkAmounts(facts: Facts): Promise<Link[]> {
  const { deal } = facts.bundle
  if (!deal || !networkOf(deal.chain_id)) return []

  if (facts.bundle.log.at(-1)?.actor !== 'chain') return [linkOf('escrow', neverOpened(facts), '')]

  const expected = expectedAmounts(facts, deal)
  const findings = rules([
    [
      facts.receipt.amounts.every(({ asset }) => asset === assetOf(deal)),
      'an amount is in another asset than the bonds',
    ],
    [
      facts.receipt.amounts.length === new Set(facts.receipt.amounts.map(({ did }) => did)).size,
      'a side is paid twice',
    ],
    [
      SIDES.every((side) => paidTo(facts, side) === (expected.get(side) ?? 0n)),
      'the amounts are not what the contract pays for this outcome',
    ],
  ])
  return [
    linkOf('amounts', findings, `what the contract pays for ${facts.receipt.outcome}`),
    linkOf('escrow', await checkEscrow(facts, deal), `ended so in transaction ${deal.ended_tx}`),
  ]
}

/** The desk itself ends a deal only by its clock, when nobody has deposited anything. */
function neverOpened({ receipt }: Facts): Finding[] {
  return [
    ...rules([
      [receipt.quorum.kind === 'clock', 'the log does not say that the chain ended it'],
      [receipt.amounts.length === 0, 'there are amounts though nothing was deposited'],
    ]),
    claimed('nothing was ever deposited, says the desk'),
  ]
}

/** Offline the chain's part is the desk's word. */
async function checkEscrow(facts: Facts, deal: BundledDeal): Promise<Finding[]> {
  const { ended_tx: tx } = deal
  if (!tx) return [unverifiable('the file does not name the transaction that ended the deal')]

  const told = facts.bundle.log.at(-1)?.data.tx_hash
  const same = rules([[told === tx, 'the log names another transaction than the deal']])
  const reader = readerFor(facts.means, deal.chain_id)
  if (!reader) {
    const where = networkOf(deal.chain_id)?.name
    return [...same, claimed(`ended in ${tx} on ${where}, says the desk; a node can prove it (--rpc)`)]
  }

  try {
    const ending = await reader.dealEnding(tx, deal.escrow, facts.dealId ?? tx)
    return [...same, ...aboutEnding(facts, deal, ending)]
  } catch {
    return [...same, unverifiable(`the node of chain ${deal.chain_id} did not answer`)]
  }
}

function aboutEnding(
  facts: Facts,
  deal: BundledDeal,
  ending: ChainEnding | 'missing' | 'reverted' | 'other',
): Finding[] {
  if (ending === 'missing') return [unverifiable('the node does not know the transaction that ended the deal')]
  if (ending === 'reverted') return [broken('the transaction failed')]
  if (ending === 'other') return [broken('the transaction did not end this deal')]

  const { receipt } = facts
  const credited = (side: Party) =>
    ending.credits
      .filter(({ account, token }) => account === deal.document[side] && token === deal.document.token)
      .reduce((sum, { amount }) => sum + amount, 0n)
  const kind = receipt.split ? 'split' : receipt.quorum.kind === 'clock' ? 'expired' : 'settled'
  return [
    ...rules([
      [ending.kind === kind, `on chain it is ${ending.kind}`],
      [ending.kind !== 'settled' || ending.outcome === receipt.outcome, `on chain it ended as ${ending.outcome}`],
      [ending.kind !== 'settled' || ending.by === receipt.quorum.kind, `on chain it was decided by: ${ending.by}`],
      [SIDES.every((side) => credited(side) === paidTo(facts, side)), 'the escrow credited other amounts'],
    ]),
    proven('ended on chain'),
  ]
}

/** Pure: what each side gets. A split's shares are the signed ones, or, where no signature is here, what adds up. */
function expectedAmounts(facts: Facts, bundled: BundledDeal): ReadonlyMap<string, bigint> {
  const deal = dealOf(bundled)
  const { opener, joined } = standingOf(facts)
  if (!joined) return new Map([['creator', deal.creatorBond + deal.creatorBase]])

  const payouts = payoutsOf(deal, opener, endingOf(facts, bundled, opener))
  return new Map(SIDES.map((side) => [side, sumOf(payouts.filter(({ to }) => to === side))] as [string, bigint]))
}

function endingOf(facts: Facts, bundled: BundledDeal, opener: Party | null): DealEnding {
  const { receipt } = facts
  if (receipt.quorum.kind === 'clock') return { kind: 'expired' }
  if (receipt.split) return { kind: 'split', ...splitOf(facts, bundled, opener) }

  return { kind: 'settled', outcome: receipt.outcome, provers: proversOf(facts) }
}

/** Exactly k are paid, also where the desk does not have their votes: then as many without a name. */
function proversOf({ receipt, bundle }: Facts): string[] {
  if (receipt.quorum.kind !== 'committee') return []
  const signers = bundle.settlement.map(({ signer }) => signer)
  return signers.length > 0 ? signers : Array.from({ length: receipt.quorum.k }, (_, index) => `member ${index}`)
}

function splitOf(facts: Facts, bundled: BundledDeal, opener: Party | null) {
  const signed = facts.bundle.settlement.find(isSettle)
  if (signed) {
    return { toCreator: BigInt(signed.message.toCreator), toCounterparty: BigInt(signed.message.toCounterparty) }
  }
  const deal = dealOf(bundled)
  const held = deal.creatorBond + deal.creatorBase + deal.counterpartyBond + deal.counterpartyBase
  const fee = opener ? sumOf(payoutsOf(deal, opener, { kind: 'expired' })) - held : 0n
  const toCreator = paidTo(facts, 'creator') - (opener === 'creator' ? fee : 0n)
  return { toCreator, toCounterparty: held - toCreator }
}

/** Whether both had deposited, and who had paid for a dispute, when it ended: by the log, whose chain entries may be taken back. */
function standingOf({ bundle }: Facts): { opener: Party | null; joined: boolean } {
  let joined = false
  let opener: Party | null = null
  for (const { actor, action, data } of bundle.log) {
    if (actor !== 'chain') continue
    if (action === 'lock') joined = true
    if (action === 'dispute') opener = data.role === 'creator' ? 'creator' : 'counterparty'
    if (action !== 'chain.rolled_back') continue
    opener = null
    if (data.code === 'DEPOSIT_GONE') joined = false
  }
  return { opener, joined }
}

function sumOf(payouts: readonly Payout[]): bigint {
  return payouts.reduce((sum, { amount }) => sum + amount, 0n)
}

function paidTo({ receipt, accounts }: Facts, side: Party): bigint {
  const address = accounts.get(side)?.address
  const paid = receipt.amounts.find(({ did }) => address !== undefined && did.endsWith(`:${address}`))
  return BigInt(paid?.amount ?? 0)
}

function assetOf({ chain_id, document }: BundledDeal): string {
  return document.token === ZERO_ADDRESS ? nativeAsset(chain_id) : erc20Asset(chain_id, document.token)
}

import { type Deal, dealId, fromDealJson } from '../../stake/deal'
import type { Bundle, BundledDeal } from '../bundle'
import { networkOf } from '../chains'
import type { Hex } from '../hash'
import { type Finding, type Link, linkOf, rules, unverifiable } from '../report'
import type { Facts } from './facts'

/** The deal as the contract takes it. */
export function dealOf({ document }: BundledDeal): Deal {
  return fromDealJson(document)
}

/** keccak256(abi.encode(chain, escrow, deal)): what everything bonded is signed about. Null without bonds. */
export function dealIdOf({ deal }: Bundle): Hex | null {
  return deal ? dealId(deal.chain_id, deal.escrow, dealOf(deal)) : null
}

/** The bonds: there is a deal when the mode asks for one, and it is between these parties, about what they signed. */
export function checkDeal(facts: Facts): Link[] {
  const { bundle, receipt, dealId: id } = facts
  const isBonded = receipt.mode === 'FIRE' || receipt.mode === 'ENFORCED'
  if (!bundle.deal) {
    const missing = rules([[!isBonded, `a ${receipt.mode} challenge has a deal in an escrow`]])
    return missing.length > 0 ? [linkOf('deal', missing, '')] : []
  }

  const { chain_id, escrow } = bundle.deal
  const network = networkOf(chain_id)
  const findings = [
    ...rules([[isBonded, `a ${receipt.mode} challenge has no deal in an escrow`]]),
    ...(network ? [] : [unverifiable(`chain ${chain_id} is not known to this version`)]),
    ...aboutReceipt(facts, bundle.deal),
  ]
  const worth = network?.local ? ' (local chain, worth nothing)' : ''
  return [linkOf('deal', findings, `it is ${id} in the escrow ${escrow} on ${network?.name}${worth}`)]
}

function aboutReceipt({ receipt, accounts }: Facts, { document }: BundledDeal): Finding[] {
  const asksResponses = document.respondBy !== '0'
  return rules([
    [document.creator === accounts.get('creator')?.address, 'its creator is not the receipt’s'],
    [document.counterparty === accounts.get('counterparty')?.address, 'its counterparty is not the receipt’s'],
    [document.finalHash === receipt.commitments.final_hash, 'it is about other intents'],
    [document.salt === receipt.terms_hash, 'it is about other terms'],
    [asksResponses === (receipt.mode === 'ENFORCED'), 'it does not fit the mode'],
  ])
}

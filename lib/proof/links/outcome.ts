import type { Settlement } from '../bundle'
import { bytesOf, type Hex, sha256Hex, ZERO_HASH } from '../hash'
import { broken, claimed, type Finding, type Link, linkOf, rules, unverifiable } from '../report'
import { settleTitle } from '../typed-data'
import type { Facts } from './facts'
import { checkSigned } from './signed'

const DAY_SECONDS = 86_400n

/** Who ended it, by the receipt's kind of quorum. */
export async function checkOutcome(facts: Facts): Promise<Link> {
  const { receipt } = facts
  const findings = await (receipt.quorum.kind === 'parties'
    ? receipt.mode === 'SOLO'
      ? bySoloIntent(facts)
      : byBothParties(facts)
    : receipt.quorum.kind === 'clock'
      ? byClock(facts)
      : [unverifiable(`this version does not check an outcome by ${receipt.quorum.kind}`)])
  return linkOf('outcome', findings, `${receipt.outcome}${receipt.split ? ' (split)' : ''}, signed by every party`)
}

async function byBothParties(facts: Facts): Promise<Finding[]> {
  const { bundle, receipt, accounts } = facts
  const { settlement } = bundle
  const signers = new Set(settlement.map((item) => item.signer))
  const findings = rules([
    [receipt.quorum.k === 2 && receipt.quorum.m === 2, 'two parties make a quorum of 2 of 2'],
    [
      settlement.length === 2 && [...accounts.values()].every(({ address }) => signers.has(address)),
      'there is not one signed outcome by each party',
    ],
    [new Set(settlement.map(({ message }) => message.deal)).size <= 1, 'the signed outcomes are about different deals'],
    [endedAs(facts, 'COMPLETED'), 'the log does not end as COMPLETED'],
    [sameHashes(facts, settlement), 'the receipt’s hashes are not those of the signed outcomes'],
  ])
  const each = await Promise.all(settlement.map((item) => checkSettlement(facts, item)))
  return [...findings, ...each.flat()]
}

async function checkSettlement(facts: Facts, item: Settlement): Promise<Finding[]> {
  const { receipt, bundle, means } = facts
  const { message } = item
  return [
    ...rules([
      [message.challenge === receipt.subject, 'a signed outcome is about another challenge'],
      [message.final === receipt.commitments.final_hash, 'a signed outcome is about other intents'],
      [message.title === settleTitle(message.outcome), 'the title of a signed outcome says something else'],
      [saysOutcome(facts, item), 'a signed outcome is not the receipt’s'],
      [fitsDomain(facts, item), 'a signed outcome is made for another chain or escrow'],
      [inTime(facts, item), 'a signed outcome was not valid when the challenge ended'],
    ]),
    await checkSigned(means, bundle.anchor, 'Settle', item),
  ]
}

/** SOLO: signing the Intent is saying FULFILLED (domain §3). */
async function bySoloIntent(facts: Facts): Promise<Finding[]> {
  const { bundle, receipt, means } = facts
  const findings = rules([
    [receipt.quorum.k === 1 && receipt.quorum.m === 1, 'one party makes a quorum of 1 of 1'],
    [bundle.settlement.length === 0, 'a SOLO challenge has no outcome signed apart'],
    [receipt.outcome === 'FULFILLED' && !receipt.split, 'signing a SOLO intent says FULFILLED'],
    [endedAs(facts, 'COMPLETED'), 'the log does not end as COMPLETED'],
  ])
  if (!Array.isArray(bundle.intents))
    return [...findings, claimed('redacted: the intent that signs the outcome is not in this file')]

  const [intent] = bundle.intents
  if (!intent) return [...findings, broken('there is no signed intent')]
  return [
    ...findings,
    ...rules([[sameHashes(facts, [intent]), 'the receipt’s hash is not that of the signed intent']]),
    await checkSigned(means, bundle.anchor, 'Intent', intent),
  ]
}

/** Nobody signs what a deadline ends; the log is all there is. */
function byClock(facts: Facts): Finding[] {
  const { bundle, receipt } = facts
  return [
    ...rules([
      [receipt.quorum.k === 0 && receipt.quorum.m === 0, 'the clock makes a quorum of 0 of 0'],
      [
        bundle.settlement.length === 0 && receipt.signature_hashes.length === 0,
        'the clock ended it, yet there are signed outcomes',
      ],
      [receipt.outcome === 'NO_CONTEST' && !receipt.split, 'the clock ends a challenge as NO_CONTEST'],
      [endedAs(facts, 'EXPIRED'), 'the log does not end as EXPIRED'],
    ]),
    claimed('a deadline ended it: nobody signed the outcome, the desk’s log says so'),
  ]
}

const lastEntry = ({ bundle }: Facts) => bundle.log.at(-1)
const endedAs = (facts: Facts, status: string) => lastEntry(facts)?.after === status

function sameHashes({ receipt }: Facts, signed: readonly { signature: Hex }[]): boolean {
  const hashes = signed.map(({ signature }) => sha256Hex(bytesOf(signature)))
  return hashes.join() === receipt.signature_hashes.join()
}

/** A split pays exact amounts and is marked in the receipt; every other outcome is named and carries no amounts. */
function saysOutcome({ receipt, accounts }: Facts, { message }: Settlement): boolean {
  if (message.outcome !== 'SPLIT') {
    return (
      !receipt.split &&
      message.outcome === receipt.outcome &&
      message.toCreator === '0' &&
      message.toCounterparty === '0'
    )
  }
  const paid = (role: string) => {
    const address = accounts.get(role)?.address
    return receipt.amounts.find(({ did }) => address !== undefined && did.endsWith(`:${address}`))?.amount ?? '0'
  }
  return (
    receipt.split &&
    message.deal !== ZERO_HASH &&
    message.toCreator === paid('creator') &&
    message.toCounterparty === paid('counterparty')
  )
}

/** Bonded: the escrow the intents name. Unbonded: the chain of the signer's own wallet, and nothing to pay. */
function fitsDomain({ bundle, receipt, accounts }: Facts, { message, domain, signer }: Settlement): boolean {
  if (message.deal === ZERO_HASH) {
    const own = [...accounts.values()].find(({ address }) => address === signer)
    return domain.verifyingContract === undefined && domain.chainId === own?.chainId && receipt.amounts.length === 0
  }
  if (domain.verifyingContract === undefined) return false
  if (!Array.isArray(bundle.intents)) return true
  return bundle.intents.every(
    (intent) =>
      intent.domain.chainId === domain.chainId && intent.domain.verifyingContract === domain.verifyingContract,
  )
}

/** At most 24 hours, and not over when the challenge ended. Of a bonded one the contract has seen to the latter. */
function inTime(facts: Facts, { message }: Settlement): boolean {
  const end = lastEntry(facts)
  if (!end) return false
  const ended = BigInt(Math.floor(Date.parse(end.at) / 1000))
  const until = BigInt(message.validUntil)
  if (until > ended + DAY_SECONDS) return false
  return end.actor === 'chain' || until >= ended
}

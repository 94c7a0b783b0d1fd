import { ZERO_ADDRESS } from '../../stake/deal'
import { type BundledDraw, isCaseDraw, isSettle, type Settlement, type SignedVote } from '../bundle'
import { bytesOf, type Hex, sha256Hex, ZERO_HASH } from '../hash'
import { broken, claimed, type Finding, type Link, linkOf, rules } from '../report'
import { settleTitle, voteTitle } from '../typed-data'
import { subjectOf } from './committee'
import type { Facts } from './facts'
import { checkSigned } from './signed'

const DAY_SECONDS = 86_400n

/** Who ended it, by the receipt's kind of quorum. */
export async function checkOutcome(facts: Facts): Promise<Link> {
  const { receipt } = facts
  const findings = await findingsOf(facts)
  const split = receipt.split ? ' (split)' : ''
  const by =
    receipt.quorum.kind === 'committee'
      ? `by ${receipt.quorum.k} of a panel of ${receipt.quorum.m}`
      : SIGNED_BY[receipt.quorum.kind]
  return linkOf('outcome', findings, `${receipt.outcome}${split}, signed ${by}`)
}

const SIGNED_BY = { parties: 'by every party', moderator: 'by the moderator', oracle: '', clock: '' } as const

function findingsOf(facts: Facts): Promise<Finding[]> | Finding[] {
  switch (facts.receipt.quorum.kind) {
    case 'parties':
      return facts.receipt.mode === 'SOLO' ? bySoloIntent(facts) : byBothParties(facts)
    case 'moderator':
      return byModerator(facts)
    case 'committee':
      return byCommittee(facts)
    case 'oracle':
      return byOracle(facts)
    case 'clock':
      return byClock(facts)
  }
}

async function byBothParties(facts: Facts): Promise<Finding[]> {
  const { bundle, receipt, accounts } = facts
  const settlement = bundle.settlement.filter(isSettle)
  const signers = new Set(settlement.map((item) => item.signer))
  const findings = rules([
    [receipt.quorum.k === 2 && receipt.quorum.m === 2, 'two parties make a quorum of 2 of 2'],
    [endedAs(facts, 'COMPLETED'), 'the log does not end as COMPLETED'],
    [sameHashes(facts, bundle.settlement), 'the receipt’s hashes are not those of the signed outcomes'],
  ])
  if (isOnChainOnly(facts)) return [...findings, claimed('both signed it on chain, says the desk, which never saw it')]

  const each = await Promise.all(settlement.map((item) => checkSettlement(facts, item)))
  return [
    ...findings,
    ...rules([
      [
        bundle.settlement.length === 2 && [...accounts.values()].every(({ address }) => signers.has(address)),
        'there is not one signed outcome by each party',
      ],
    ]),
    ...each.flat(),
  ]
}

/** The moderator is named in what both signed: in the text of their intents, and in the deal. */
async function byModerator(facts: Facts): Promise<Finding[]> {
  const { bundle, receipt } = facts
  const findings = rules([
    [receipt.quorum.k === 1 && receipt.quorum.m === 1, 'a moderator makes a quorum of 1 of 1'],
    [endedAs(facts, 'COMPLETED'), 'the log does not end as COMPLETED'],
    [sameHashes(facts, bundle.settlement), 'the receipt’s hash is not that of the signed outcome'],
  ])
  if (isOnChainOnly(facts))
    return [...findings, claimed('the moderator signed it on chain, says the desk, which never saw it')]

  const [item] = bundle.settlement
  if (!item || !isSettle(item) || bundle.settlement.length !== 1) {
    return [...findings, broken('there is not one outcome signed by the moderator')]
  }
  const { intents, deal } = bundle
  const isNamed = deal ? deal.document.resolver === item.signer : null
  const isRead = Array.isArray(intents)
    ? intents.every(({ message }) => message.resolution.includes(item.signer))
    : null
  return [
    ...findings,
    ...rules([[isNamed !== false && isRead !== false, 'the signer is not the moderator both named']]),
    ...(isNamed === null && isRead === null ? [claimed('redacted: who the moderator is stands in the terms')] : []),
    ...(await checkSettlement(facts, item)),
  ]
}

/** k members of the panel, each once, in the order the receipt names their votes. Who sits is for the draw to say. */
async function byCommittee(facts: Facts): Promise<Finding[]> {
  const { bundle, receipt } = facts
  const { draw, settlement } = bundle
  const findings = rules([
    [endedAs(facts, 'COMPLETED'), 'the log does not end as COMPLETED'],
    [!receipt.split, 'a panel does not split'],
    [sameHashes(facts, settlement), 'the receipt’s hashes are not those of the votes'],
  ])
  if (!draw || !isCaseDraw(draw) || settlement.length === 0) {
    const seen = rules([[isOnChainOnly(facts), 'the votes and the draw are not in this file']])
    return [...findings, ...seen, claimed('a panel decided it on chain, says the desk, which never saw the votes')]
  }

  const votes = settlement.filter((item): item is SignedVote => !isSettle(item))
  const hashes = votes.map(({ signature }) => sha256Hex(bytesOf(signature)))
  const each = await Promise.all(votes.map((vote) => checkVote(facts, draw, vote)))
  return [
    ...findings,
    ...rules([
      [receipt.quorum.k === draw.k && receipt.quorum.m === draw.m, 'the panel is of another size'],
      [votes.length === settlement.length && votes.length === receipt.quorum.k, 'there are not k votes'],
      [new Set(votes.map(({ signer }) => signer)).size === votes.length, 'somebody voted twice'],
      [hashes.join() === receipt.case?.votes.join(), 'the votes are not those the receipt names'],
    ]),
    ...each.flat(),
  ]
}

async function checkVote(facts: Facts, draw: BundledDraw, vote: SignedVote): Promise<Finding[]> {
  const { receipt, bundle, means, dealId } = facts
  const { message, domain, signer } = vote
  const last = draw.rounds.at(-1)
  const sits = (round: number) =>
    draw.rounds.some((one) => one.round === round && one.seats.some(({ member }) => member === signer))
  return [
    ...rules([
      [message.title === voteTitle(message.outcome), 'the title of a vote says something else'],
      [message.outcome === receipt.outcome, 'a vote is for another outcome'],
      [message.final === receipt.commitments.final_hash, 'a vote is about other intents'],
      [message.deal === subjectOf(facts, draw), 'a vote is about another dispute'],
      [last !== undefined && sits(last.round), 'a vote is by somebody who does not sit'],
      [sits(message.round), 'a vote is of a round its signer did not sit in'],
      [dealId === null || message.round === last?.round, 'a vote is of an older round'],
      [
        bundle.deal
          ? domain.chainId === bundle.deal.chain_id && domain.verifyingContract === bundle.deal.escrow
          : domain.verifyingContract === undefined,
        'a vote is made for another chain or escrow',
      ],
    ]),
    await checkSigned(means, bundle.anchor, 'Vote', vote),
  ]
}

/** A price feed decided: what it said is on its chain. */
function byOracle(facts: Facts): Finding[] {
  const { bundle, receipt } = facts
  const isSolo = receipt.mode === 'SOLO'
  const outcomes = isSolo ? ['FULFILLED', 'NO_CONTEST'] : ['CREATOR_WIN', 'COUNTERPARTY_WIN']
  return [
    ...rules([
      [receipt.quorum.k === 1 && receipt.quorum.m === 1, 'a feed makes a quorum of 1 of 1'],
      [bundle.settlement.length === 0, 'a feed decided, yet there are signed outcomes'],
      [outcomes.includes(receipt.outcome) && !receipt.split, 'a feed cannot say that'],
      [isSolo || bundle.deal?.document.oracle.feed !== ZERO_ADDRESS, 'the deal names no feed'],
      [endedAs(facts, 'COMPLETED'), 'the log does not end as COMPLETED'],
    ]),
    claimed(
      bundle.deal
        ? 'the escrow read the feed: see the transaction that ended the deal'
        : 'the desk read the feed, says its log',
    ),
  ]
}

/** The chain ended a deal by signatures that were taken to it without the desk. */
function isOnChainOnly({ bundle, receipt }: Facts): boolean {
  return Boolean(bundle.deal) && bundle.settlement.length === 0 && receipt.signature_hashes.length === 0
}

async function checkSettlement(facts: Facts, item: Settlement): Promise<Finding[]> {
  const { receipt, bundle, means, dealId } = facts
  const { message } = item
  return [
    ...rules([
      [message.challenge === receipt.subject, 'a signed outcome is about another challenge'],
      [message.deal === (dealId ?? ZERO_HASH), 'a signed outcome is about another deal'],
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
function saysOutcome({ receipt, bundle, dealId }: Facts, { message }: Settlement): boolean {
  if (message.outcome !== 'SPLIT') {
    return (
      !receipt.split &&
      message.outcome === receipt.outcome &&
      message.toCreator === '0' &&
      message.toCounterparty === '0'
    )
  }
  const [first] = bundle.settlement
  const isSame =
    first !== undefined &&
    isSettle(first) &&
    first.message.toCreator === message.toCreator &&
    first.message.toCounterparty === message.toCounterparty
  return receipt.split && dealId !== null && isSame
}

/** Bonded: the deal's escrow. Unbonded: the chain of the signer's own wallet, and nothing to pay. */
function fitsDomain({ bundle, receipt, accounts }: Facts, { domain, signer }: Settlement): boolean {
  const { deal } = bundle
  if (deal) return domain.chainId === deal.chain_id && domain.verifyingContract === deal.escrow

  const own = [...accounts.values()].find(({ address }) => address === signer)
  const isOwnChain = own ? domain.chainId === own.chainId : receipt.quorum.kind === 'moderator'
  return domain.verifyingContract === undefined && isOwnChain && receipt.amounts.length === 0
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

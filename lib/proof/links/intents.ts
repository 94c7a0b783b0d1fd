import { type IntentPayload, initiatorCommitment } from '../commitment'
import { ZERO_HASH } from '../hash'
import { claimed, type Finding, type Link, linkOf, rules } from '../report'
import type { IntentMessage } from '../typed-data'
import type { Facts } from './facts'
import { checkSigned } from './signed'

/** Texts that come from the terms and so must read the same for both parties. */
const SHARED = ['title', 'summary', 'bond', 'deadlines', 'resolution'] as const satisfies (keyof IntentMessage)[]

/** Each party's signed Intent, one link per party; redacted, only their hashes are here. */
export async function checkIntents(facts: Facts): Promise<Link[]> {
  const { intents } = facts.bundle
  if (!Array.isArray(intents)) {
    return [linkOf('intents', [claimed('redacted: only the hashes of the signed intents are in this file')], '')]
  }

  const counted = rules([[intents.length === facts.accounts.size, 'there is not one signed intent for each party']])
  if (counted.length > 0) return [linkOf('intents', counted, '')]
  return Promise.all(
    intents.map((payload, index) => checkIntent(facts, payload, index === 0 ? null : (intents[0] ?? null))),
  )
}

async function checkIntent(facts: Facts, payload: IntentPayload, first: IntentPayload | null): Promise<Link> {
  const signed = await checkSigned(facts.means, facts.bundle.anchor, 'Intent', payload)
  const findings = [
    ...aboutReceipt(facts, payload),
    ...aboutOther(facts, payload, first),
    ...aboutDomain(facts, payload, first),
    signed,
  ]
  const role = facts.accounts.has(payload.message.role) ? payload.message.role : 'unknown'
  return linkOf(`${role} intent`, findings, signed.detail)
}

function aboutReceipt({ receipt, accounts }: Facts, { message, signer }: IntentPayload): Finding[] {
  return rules([
    [accounts.get(message.role)?.address === message.party, 'it is not by the wallet the receipt names for that role'],
    [signer === message.party, 'the signer is not the party it names'],
    [message.challenge === receipt.subject, 'it is about another challenge'],
    [message.mode === receipt.mode, 'it is of another mode'],
    [message.termsHash === receipt.terms_hash, 'it signs other terms'],
  ])
}

function aboutOther(facts: Facts, { message }: IntentPayload, first: IntentPayload | null): Finding[] {
  if (!first) {
    return rules([
      [message.initiatorHash === ZERO_HASH, 'the first intent must not name another'],
      [namesCounterparty(facts, message), 'it names another counterparty'],
    ])
  }
  return rules([
    [message.initiatorHash === initiatorCommitment(first), 'it does not answer the first intent'],
    [namesCounterparty(facts, message), 'it names another counterparty'],
    [message.role !== first.message.role, 'both intents are of the same role'],
    [message.revision === first.message.revision, 'the two intents are of different revisions'],
    [SHARED.every((field) => message[field] === first.message[field]), 'the two intents do not read the same'],
  ])
}

/** Only the creator may leave the counterparty open: signing second, its initiatorHash names the one who accepted. */
function namesCounterparty({ receipt, accounts }: Facts, message: IntentMessage): boolean {
  if (receipt.mode === 'SOLO') return message.counterparty === 'none'
  if (message.counterparty === 'anyone holding the invite') return message.role === 'creator'
  const other = accounts.get(message.role === 'creator' ? 'counterparty' : 'creator')
  return message.counterparty === other?.address
}

/** Bonded: one domain for both, with the escrow. Otherwise each signs on the chain of the wallet the receipt names. */
function aboutDomain(
  { accounts, bundle: { deal } }: Facts,
  { message, domain }: IntentPayload,
  first: IntentPayload | null,
): Finding[] {
  if (message.bond === 'none') {
    return rules([
      [deal === undefined, 'it says that nothing is bonded, yet there is a deal'],
      [domain.verifyingContract === undefined, 'it names an escrow though nothing is bonded'],
      [domain.chainId === accounts.get(message.role)?.chainId, 'it is signed for another chain than its wallet’s'],
    ])
  }
  return rules([
    [domain.verifyingContract !== undefined, 'it names no escrow though there is a bond'],
    [
      deal === undefined || (domain.chainId === deal.chain_id && domain.verifyingContract === deal.escrow),
      'it is signed for another escrow than the deal’s',
    ],
    [
      first === null || domain.verifyingContract === first.domain.verifyingContract,
      'the two intents name different escrows',
    ],
    [first === null || domain.chainId === first.domain.chainId, 'the two intents are signed for different chains'],
  ])
}

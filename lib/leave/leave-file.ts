import type { Candidate } from '../committee/roster'
import type { Hex } from '../proof/hash'
import type { OutcomeName, SignedSettle } from '../stake/calls'

/** A vote of a panel member, for a round of the deal's panel. */
export type SignedVote = { member: Hex; outcome: OutcomeName; round: number; signature: Hex }

/** What a file brings: where the deal is, and what was signed about it. All else is read from the chain. */
export type LeaveFile = {
  chainId: number
  escrow: Hex
  /** The deal's id in the escrow. */
  id: Hex
  /** The challenge's id, which stands in what the parties sign; empty where no file names it. */
  challenge: string
  offers: (SignedSettle & { signer: Hex })[]
  votes: SignedVote[]
  /** The rows of the roster both signed, to seat a panel from. */
  roster: Candidate[]
  /** Where the local chain answers, which nobody has to type then. Never another node: a file must not choose whom to trust. */
  localNode: string | null
}

const ADDRESS = /^0x[0-9a-f]{40}$/
const HASH = /^0x[0-9a-f]{64}$/
const SIGNATURE = /^0x(?:[0-9a-f]{2})+$/
const OUTCOMES = ['FULFILLED', 'CREATOR_WIN', 'COUNTERPARTY_WIN', 'DRAW', 'NO_CONTEST']

type Json = Record<string, unknown>

/**
 * Reads the deal file of a challenge (`GET challenges/:id/deal`), its bundle, or what the other party signed and handed
 * over. Throws an Error that says what is missing. What it does not know it leaves alone.
 */
export function readLeaveFile(text: string): LeaveFile {
  const json = parse(text)
  const offers = list(json.settlement).flatMap(toOffer)
  const [offer] = offers
  const domain = record(offer?.domain)
  const deal = record(json.deal)

  const chainId = chainIdOf(json.chain_id ?? domain.chainId)
  const escrow = lower(json.escrow ?? domain.verifyingContract)
  const id = lower(json.id ?? json.deal_id ?? offer?.message.deal)
  if (chainId === null || !ADDRESS.test(escrow) || !HASH.test(id)) {
    throw new Error('This file names no deal: it needs the chain, the escrow and the deal’s id. Use the deal’s file.')
  }
  const panel = record(deal.panel)
  return {
    chainId,
    escrow: escrow as Hex,
    id: id as Hex,
    challenge: challengeOf(json, offer?.message.challenge),
    offers: offers.filter(({ message }) => message.deal === id).map(({ domain: _, ...kept }) => kept),
    votes: list(json.votes).flatMap(toVote),
    roster: rowsOf(json.roster ?? panel.roster).flatMap(toCandidate),
    localNode: localNodeOf(json.rpc_url),
  }
}

/** Both together, about one deal. Throws when they are about two. What is in both is kept once. */
export function mergeLeaveFiles(one: LeaveFile, other: LeaveFile): LeaveFile {
  if (one.chainId !== other.chainId || one.escrow !== other.escrow || one.id !== other.id) {
    throw new Error('These files are about two different deals.')
  }
  return {
    ...one,
    challenge: one.challenge || other.challenge,
    offers: unique([...one.offers, ...other.offers]),
    votes: unique([...one.votes, ...other.votes]),
    roster: one.roster.length > 0 ? one.roster : other.roster,
    localNode: one.localNode ?? other.localNode,
  }
}

/** What one party signed, to hand to the other: the same shape as a deal file, with no more than it takes. */
export function writeOffer(
  file: Pick<LeaveFile, 'chainId' | 'escrow' | 'id' | 'challenge'>,
  offer: LeaveFile['offers'][number],
): string {
  const settlement = [{ message: offer.message, signer: offer.signer, signature: offer.signature }]
  const { chainId, escrow, id, challenge } = file
  return `${JSON.stringify({ chain_id: `eip155:${chainId}`, escrow, id, challenge, settlement }, null, 2)}\n`
}

function parse(text: string): Json {
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Json
  } catch {
    // Said below.
  }
  throw new Error('This file is not JSON: choose the deal’s file, its bundle, or what the other party handed you.')
}

function toOffer(entry: unknown): (LeaveFile['offers'][number] & { domain: unknown })[] {
  const { message, signer, signature, domain } = record(entry)
  const fields = record(message)
  const texts = ['title', 'challenge', 'deal', 'final', 'outcome', 'toCreator', 'toCounterparty', 'nonce', 'validUntil']
  if (!texts.every((name) => ['string', 'number'].includes(typeof fields[name]))) return []
  if (!ADDRESS.test(lower(signer)) || !SIGNATURE.test(lower(signature))) return []
  const asText = Object.fromEntries(texts.map((name) => [name, String(fields[name])]))
  return [
    {
      message: asText as SignedSettle['message'],
      signer: lower(signer) as Hex,
      signature: lower(signature) as Hex,
      domain,
    },
  ]
}

function toVote(entry: unknown): SignedVote[] {
  const { member, signer, outcome, round, signature } = record(entry)
  const address = lower(member ?? signer)
  if (!ADDRESS.test(address) || !OUTCOMES.includes(String(outcome)) || !SIGNATURE.test(lower(signature))) return []
  return [
    {
      member: address as Hex,
      outcome: outcome as OutcomeName,
      round: Number(round ?? 0),
      signature: lower(signature) as Hex,
    },
  ]
}

function toCandidate(entry: unknown): Candidate[] {
  const { id, member, weight } = record(entry)
  const name = typeof id === 'string' ? id : member
  if (typeof name !== 'string' || !/^[1-9][0-9]*$/.test(String(weight))) return []
  return [{ id: name, weight: BigInt(String(weight)) }]
}

function rowsOf(roster: unknown): unknown[] {
  return Array.isArray(roster) ? roster : list(record(roster).rows)
}

function localNodeOf(url: unknown): string | null {
  if (typeof url !== 'string' || !URL.canParse(url)) return null
  return ['localhost', '127.0.0.1'].includes(new URL(url).hostname) ? url : null
}

function challengeOf(json: Json, signed: string | undefined): string {
  const { challenge, challenge_id, receipt } = json
  const named = challenge ?? challenge_id ?? record(receipt).subject ?? signed
  return typeof named === 'string' ? named : ''
}

function chainIdOf(value: unknown): number | null {
  const id = Number(typeof value === 'string' ? value.replace(/^eip155:/, '') : value)
  return Number.isSafeInteger(id) && id > 0 ? id : null
}

function unique<T>(entries: T[]): T[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()]
}

const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : '')
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const record = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})

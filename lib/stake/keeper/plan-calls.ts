import { keccak256, stringToHex } from 'viem'
import { nextSeats } from '@/lib/committee/draw'
import type { Roster } from '@/lib/committee/roster'
import { type Hex, ZERO_HASH } from '@/lib/proof/hash'
import {
  type Call,
  expireCall,
  fixSeedCall,
  type OutcomeName,
  oracleCall,
  panelCall,
  redrawCall,
  resolverCall,
  type SignedSettle,
  seatCall,
  settleCall,
} from '../calls'
import type { DealState } from '../chain-news'
import { type Deal, depositOf, ZERO_ADDRESS } from '../deal'
import { drawOf } from '../deal-draw'

export type Purpose = 'SETTLE' | 'SPLIT' | 'RESOLVER' | 'ORACLE' | 'PANEL' | 'FIX_SEED' | 'SEAT' | 'REDRAW' | 'EXPIRE'

/** A call to make, once: `key` says which, so that planning it again finds it. */
export type PlannedCall = { purpose: Purpose; key: string; to: Hex; data: Hex }

/** What the escrow itself says of a deal at a block: `statusOf`, and the nonces its signers' offers must carry. */
export type ChainStatus = {
  state: DealState
  disputedAt: bigint
  disputeUntil: bigint
  opener: Hex
  creatorResponded: boolean
  counterpartyResponded: boolean
  round: number
  nextAttempt: number
  seedBlock: bigint
  /** 32 zero bytes until it is fixed. */
  seed: Hex
  seats: readonly Hex[]
  nonces: { creator: bigint; counterparty: bigint; moderator: bigint }
  block: { number: bigint; seconds: bigint }
}

export type Signer = 'creator' | 'counterparty' | 'moderator'
export type Vote = { member: Hex; outcome: OutcomeName; signature: Hex }

export type KeeperFacts = {
  id: Hex
  escrow: Hex
  deal: Deal
  chain: ChainStatus
  /** The newest Settle of each, whatever it says. */
  offers: Partial<Record<Signer, SignedSettle>>
  /** Of the chain's round, in the order they came. */
  votes: readonly Vote[]
  /** The feed's round that decides, once there is one. */
  decidingRound: bigint | null
  /** The roster under the deal's root. */
  roster: Roster | null
  /** Members of the roster who hold no stake any more. */
  unstaked: ReadonlySet<Hex>
  /** Keys, or whole purposes, of calls the contract refuses for good: the next best is planned. */
  refused: ReadonlySet<string>
}

/** Endings first, what both signed before what others say and the clock last; then what brings a panel together. */
const ORDER: readonly Purpose[] = [
  'SETTLE',
  'SPLIT',
  'RESOLVER',
  'ORACLE',
  'PANEL',
  'EXPIRE',
  'FIX_SEED',
  'REDRAW',
  'SEAT',
]
const FIRST_ROUND_SECONDS = 24n * 60n * 60n

/**
 * Pure: what anybody could call for a deal now, and the desk does (domain §4). One call at most, since each changes what
 * comes after it. Whether the contract takes a call is asked of it before it is sent; here nothing is planned that it must
 * refuse.
 */
export function planKeeperCalls(facts: KeeperFacts): PlannedCall[] {
  const { state } = facts.chain
  if (state === 'NONE' || state === 'ENDED') return []

  for (const purpose of ORDER) {
    const call = planFor(purpose, facts)
    if (call && !facts.refused.has(call.key) && !facts.refused.has(purpose)) return [call]
  }
  return []
}

/** Pure: the call of one kind, whatever else could be called; null while its conditions do not hold. */
export function planFor(purpose: Purpose, facts: KeeperFacts): PlannedCall | null {
  const call = PLANS[purpose](facts)
  return call?.purpose === purpose ? call : null
}

/** When the contract gives everything back, in unix seconds: as its `_deadlineOf`. */
export function deadlineOf(deal: Deal, chain: ChainStatus): bigint {
  if (chain.state === 'OPEN') return deal.joinBy
  if (chain.state === 'DISPUTED') return chain.disputeUntil
  return isWaitingForResponses(deal, chain) ? deal.respondBy : deal.settleBy
}

function byParties(facts: KeeperFacts): PlannedCall | null {
  const { creator, counterparty } = facts.offers
  if (!isJoined(facts) || !creator || !counterparty) return null
  if (!isGood(facts, 'creator', creator) || !isGood(facts, 'counterparty', counterparty)) return null
  if (!isSame(creator, counterparty) || sumOf(creator) !== heldFor(facts, creator)) return null

  const call = settleCall(facts.escrow, creator, counterparty)
  const purpose = creator.message.outcome === 'SPLIT' ? 'SPLIT' : 'SETTLE'
  return planned(facts, purpose, call, fingerprint(creator.signature, counterparty.signature))
}

function byResolver(facts: KeeperFacts): PlannedCall | null {
  const { moderator } = facts.offers
  if (!isOpenToOthers(facts) || facts.deal.resolver === ZERO_ADDRESS || !moderator) return null
  if (!isGood(facts, 'moderator', moderator) || sumOf(moderator) !== 0n) return null
  return planned(facts, 'RESOLVER', resolverCall(facts.escrow, moderator), fingerprint(moderator.signature))
}

function byOracle(facts: KeeperFacts): PlannedCall | null {
  const { decidingRound: round } = facts
  if (!isOpenToOthers(facts) || facts.deal.oracle.feed === ZERO_ADDRESS || round === null) return null
  return planned(facts, 'ORACLE', oracleCall(facts.escrow, facts.id, round), String(round))
}

function byPanel(facts: KeeperFacts): PlannedCall | null {
  const { deal, chain, votes } = facts
  if (!isOpenToOthers(facts) || !isInPanel(facts)) return null

  const seated = votes.filter(({ member }) => chain.seats.includes(member))
  const outcome = seated.find((vote) => countOf(seated, vote.outcome) >= deal.panel.k)?.outcome
  if (!outcome) return null
  const deciding = seated.filter((vote) => vote.outcome === outcome).slice(0, deal.panel.k)
  return planned(facts, 'PANEL', panelCall(facts.escrow, facts.id, outcome, deciding), `${chain.round}:${outcome}`)
}

function byClock(facts: KeeperFacts): PlannedCall | null {
  if (facts.chain.block.seconds <= deadlineOf(facts.deal, facts.chain)) return null
  return planned(facts, 'EXPIRE', expireCall(facts.escrow, facts.id))
}

function fixSeed(facts: KeeperFacts): PlannedCall | null {
  const { chain } = facts
  if (!isInPanel(facts) || chain.seed !== ZERO_HASH || chain.block.number <= chain.seedBlock) return null
  return planned(facts, 'FIX_SEED', fixSeedCall(facts.escrow, facts.id), `${chain.round}:${chain.seedBlock}`)
}

function redraw(facts: KeeperFacts): PlannedCall | null {
  const { chain } = facts
  const isDue = chain.round === 0 && chain.block.seconds >= chain.disputedAt + FIRST_ROUND_SECONDS
  if (!isInPanel(facts) || !isDue) return null
  return planned(facts, 'REDRAW', redrawCall(facts.escrow, facts.id))
}

function seat(facts: KeeperFacts): PlannedCall | null {
  const { chain, deal, roster } = facts
  if (!isInPanel(facts) || chain.seed === ZERO_HASH || !roster) return null

  const draw = drawOf({ ...chain, deal, roster })
  const next = nextSeats({ ...draw, isStaked: (member) => !facts.unstaked.has(member) })
  if (!next) return null

  const leaves = next.leaves.map((leaf, at) => ({ ...leaf, proof: next.proofs[at] ?? [] }))
  const call = seatCall(facts.escrow, facts.id, next.attempt, leaves)
  return planned(facts, 'SEAT', call, `${chain.round}:${next.attempt}`)
}

const PLANS: Record<Purpose, (facts: KeeperFacts) => PlannedCall | null> = {
  SETTLE: byParties,
  SPLIT: byParties,
  RESOLVER: byResolver,
  ORACLE: byOracle,
  PANEL: byPanel,
  EXPIRE: byClock,
  FIX_SEED: fixSeed,
  REDRAW: redraw,
  SEAT: seat,
}

function planned({ id }: KeeperFacts, purpose: Purpose, { to, data }: Call, which?: string): PlannedCall {
  return { purpose, key: [purpose, id, which].filter((part) => part !== undefined).join(':'), to, data }
}

function isJoined({ chain }: KeeperFacts): boolean {
  return chain.state === 'JOINED' || chain.state === 'DISPUTED'
}

function isInPanel({ chain, deal }: KeeperFacts): boolean {
  return chain.state === 'DISPUTED' && deal.panel.root !== ZERO_HASH
}

/** Until when others than both parties together may decide: as the contract's `_requireOpenToOthers`. */
function isOpenToOthers(facts: KeeperFacts): boolean {
  const { deal, chain } = facts
  const until = chain.state === 'DISPUTED' ? chain.disputeUntil : deal.settleBy
  return isJoined(facts) && !isWaitingForResponses(deal, chain) && chain.block.seconds <= until
}

function isWaitingForResponses(deal: Deal, chain: ChainStatus): boolean {
  return deal.respondBy !== 0n && !(chain.creatorResponded && chain.counterpartyResponded)
}

/** Signed for this deal, not over, not voided. */
function isGood({ id, deal, chain }: KeeperFacts, signer: Signer, { message }: SignedSettle): boolean {
  const isForThis = message.deal === id && message.final === deal.finalHash
  return (
    isForThis && BigInt(message.nonce) === chain.nonces[signer] && BigInt(message.validUntil) >= chain.block.seconds
  )
}

function isSame({ message: a }: SignedSettle, { message: b }: SignedSettle): boolean {
  return (
    a.outcome === b.outcome &&
    a.title === b.title &&
    a.challenge === b.challenge &&
    a.toCreator === b.toCreator &&
    a.toCounterparty === b.toCounterparty
  )
}

function sumOf({ message }: SignedSettle): bigint {
  return BigInt(message.toCreator) + BigInt(message.toCounterparty)
}

/** What the amounts of an offer must add up to. */
function heldFor({ deal }: KeeperFacts, { message }: SignedSettle): bigint {
  return message.outcome === 'SPLIT' ? depositOf(deal, 'creator') + depositOf(deal, 'counterparty') : 0n
}

function countOf(votes: readonly Vote[], outcome: OutcomeName): number {
  return votes.filter((vote) => vote.outcome === outcome).length
}

function fingerprint(...signatures: Hex[]): string {
  return keccak256(stringToHex(signatures.join(' '))).slice(2, 18)
}

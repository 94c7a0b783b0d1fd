import { sayTime } from '@/lib/challenge/say-time'
import type { Role } from '@/lib/challenge/state'
import { AppError } from '@/lib/errors'
import { type Hex, ZERO_HASH } from '@/lib/proof/hash'
import { toChecksum } from '@/lib/wallet/checksum'
import {
  type Call,
  disputeCall,
  joinCall,
  openCall,
  pushCall,
  respondCall,
  type SignedSettle,
  voidCall,
  withdrawCall,
} from './calls'
import { type Deal, depositOf, disputeFeeOf } from './deal'
import { deadlineOf, type KeeperFacts, type PlannedCall, type Purpose, planFor } from './keeper/plan-calls'
import { partyAt, sayAmount, sayDeposit, sayFee, sayPayouts, sayRefunds, type Unit } from './say-call'
import type { Step } from './schemas'

/** A call with what it does in one sentence, and what it takes from the sender. */
export type SaidCall = { call: Call; says: string; takes?: bigint }

/** What the calls of a step rest on, read a moment ago. */
export type StepFacts = KeeperFacts & {
  role: Role
  /** Who will send it. */
  sender: Hex
  /** What the desk itself still lets happen: deposits only while it waits for them. */
  isDepositing: boolean
  unit: Unit
  network: string
  responseHash: Hex | null
  /** The hash of the case this party wrote down. */
  caseHash: Hex | null
  to: Hex | null
  /** What the escrow owes, to whom. */
  credits: readonly { account: Hex; amount: bigint }[]
}

type Party = 'creator' | 'counterparty'

/**
 * Pure: the calls of a step, each said in one sentence with its amounts. Throws what stands against it before any wallet
 * opens: E3012 wrong party, E3014 and E3020 not possible in this state, E5010 no deal on chain, E5011 done already or too
 * early, E5013 too late.
 */
export function stepCalls(step: Step, facts: StepFacts): SaidCall[] {
  return STEP_CALLS[step](facts)
}

const STEP_CALLS: Record<Step, (facts: StepFacts) => SaidCall[]> = {
  open,
  join,
  respond,
  dispute,
  fix_seed: fixSeed,
  seat,
  settle: (facts) => ending(facts, ['SETTLE', 'RESOLVER', 'ORACLE', 'PANEL']),
  split: (facts) => ending(facts, ['SPLIT']),
  expire,
  withdraw,
  redraw,
  push,
  void: voidOffers,
}

function open(facts: StepFacts): SaidCall[] {
  const { chain, deal, role, escrow } = facts
  requireRole(role, ['creator'], 'The creator opens the deal; you deposit after them.')
  if (chain.state !== 'NONE') throw new AppError('E5011', 'Your deposit is in the escrow already.')
  requireUntil(facts, deal.joinBy, 'the time to deposit')
  requireDepositing(facts)
  return [{ call: openCall(escrow, deal), says: sayDepositing(facts, 'creator'), takes: depositOf(deal, 'creator') }]
}

function join(facts: StepFacts): SaidCall[] {
  const { chain, deal, role, escrow, id } = facts
  requireRole(role, ['counterparty'], 'The counterparty joins the deal; you open it.')
  if (chain.state === 'NONE') throw new AppError('E5010', 'The creator deposits first: there is nothing to join yet.')
  if (chain.state !== 'OPEN') throw new AppError('E5011', 'Your deposit was made already.')
  requireUntil(facts, deal.joinBy, 'the time to deposit')
  requireDepositing(facts)
  const takes = depositOf(deal, 'counterparty')
  return [{ call: joinCall(escrow, id, deal), says: sayDepositing(facts, 'counterparty'), takes }]
}

function respond(facts: StepFacts): SaidCall[] {
  const { chain, deal, escrow, id, responseHash } = facts
  const role = requireParty(facts)
  if (deal.respondBy === 0n) throw new AppError('E3014', 'This challenge asks for no responses.')
  requireJoined(facts)
  if (role === 'creator' ? chain.creatorResponded : chain.counterpartyResponded)
    throw new AppError('E5011', 'Your response is on chain already.')
  requireUntil(facts, deal.respondBy, 'the time to respond')
  if (!responseHash) throw missing('response_hash', 'Give the hash of your response: response_hash=0x….')

  const says = `Put the hash of your response on ${facts.network}: ${responseHash.slice(0, 10)}…. Your words stay sealed until both are in.`
  return [{ call: respondCall(escrow, id, responseHash), says }]
}

function dispute(facts: StepFacts): SaidCall[] {
  const { chain, deal, escrow, id, caseHash, unit } = facts
  requireParty(facts)
  if (chain.state === 'DISPUTED') throw new AppError('E5011', 'This deal is disputed on chain already.')
  requireJoined(facts)
  requireUntil(facts, deal.settleBy, 'the time to open a dispute')
  if (deal.respondBy !== 0n && !(chain.creatorResponded && chain.counterpartyResponded))
    throw new AppError('E3014', 'Both have to respond before anybody can dispute.')
  if (!caseHash)
    throw new AppError('E3014', 'Write down what is wrong first: POST challenges/:id/dispute with your reason.')

  const says = `Open the dispute on ${facts.network} and pay its fee of ${sayFee(deal, unit)}. You get it back when you win, or when no panel decides.`
  return [{ call: disputeCall(escrow, id, deal, caseHash), says, takes: disputeFeeOf(deal) }]
}

function fixSeed(facts: StepFacts): SaidCall[] {
  const { chain } = facts
  requirePanel(facts)
  if (chain.seed !== ZERO_HASH) throw new AppError('E5011', 'The seed of the draw is fixed already.')
  const says = `Fix the seed of the draw by the hash of block ${chain.seedBlock}.`
  return [said(planFor('FIX_SEED', facts), says, `Possible from block ${chain.seedBlock + 1n} on.`)]
}

function seat(facts: StepFacts): SaidCall[] {
  const { chain, deal } = facts
  requirePanel(facts)
  if (chain.seed === ZERO_HASH)
    throw new AppError('E5011', 'The seed of the draw is not fixed yet: step=fix_seed first.')
  if (chain.seats.length === deal.panel.m) throw new AppError('E5011', 'All seats are taken.')
  if (!facts.roster) throw new AppError('E4004', 'This desk does not have the roster both parties signed.')
  const says = `Seat the panel of ${deal.panel.m} as the seed draws it, from attempt ${chain.nextAttempt} on.`
  return [said(planFor('SEAT', facts), says, 'Nobody is left on the roster who could be seated.')]
}

function redraw(facts: StepFacts): SaidCall[] {
  requirePanel(facts)
  if (facts.chain.round > 0) throw new AppError('E5011', 'The panel was drawn anew already; that is possible once.')
  const says = 'Draw the whole panel anew. Votes given so far no longer count.'
  const from = sayTime(toDate(facts.chain.disputedAt + 86_400n))
  return [said(planFor('REDRAW', facts), says, `Possible from ${from} on, if no panel has decided by then.`)]
}

function ending(facts: StepFacts, purposes: readonly Purpose[]): SaidCall[] {
  requireRole(facts.role, ['creator', 'counterparty', 'moderator'], 'The parties’ signatures are theirs to use.')
  requireJoined(facts)
  for (const purpose of purposes) {
    const call = planFor(purpose, facts)
    if (call) return [said(call, sayEnding(facts, purpose, call))]
  }
  throw new AppError(
    'E3020',
    purposes.includes('SPLIT')
      ? 'Both have to sign the same split first.'
      : 'Nothing that ends it is signed yet: both have to sign the same outcome, or whoever decides has to decide.',
  )
}

function expire(facts: StepFacts): SaidCall[] {
  const { chain, deal, unit } = facts
  requireOnChain(facts)
  const says = `Give everything back, now that the deadline has passed: ${sayRefunds(deal, chain.state, openerOf(facts), unit)}.`
  const from = sayTime(toDate(deadlineOf(deal, chain) + 1n))
  return [said(planFor('EXPIRE', facts), says, `Possible from ${from} on.`)]
}

function withdraw(facts: StepFacts): SaidCall[] {
  const { escrow, deal, sender, to, unit } = facts
  const amount = facts.credits.find(({ account }) => account === sender)?.amount ?? 0n
  if (amount === 0n) throw new AppError('E5011', 'The escrow owes this wallet nothing in this token.')
  const where = to ? toChecksum(to) : 'your wallet'
  const call = withdrawCall(escrow, deal.token, to ?? sender)
  return [{ call, says: `Withdraw ${sayAmount(amount, unit)} to ${where}.` }]
}

function push(facts: StepFacts): SaidCall[] {
  const { escrow, deal, unit } = facts
  const owed = facts.credits.filter(({ amount }) => amount > 0n)
  if (owed.length === 0) throw new AppError('E5011', 'The escrow owes nobody of this deal anything in its token.')
  return owed.map(({ account, amount }) => ({
    call: pushCall(escrow, deal.token, account),
    says: `Pay ${sayAmount(amount, unit)} to its owner ${account}.`,
  }))
}

function voidOffers(facts: StepFacts): SaidCall[] {
  requireRole(
    facts.role,
    ['creator', 'counterparty', 'moderator'],
    'Only who signs endings of this deal can void them.',
  )
  requireOnChain(facts)
  const says = 'Void every ending you have signed for this deal so far: nobody can use those signatures any more.'
  return [{ call: voidCall(facts.escrow, facts.id), says }]
}

function sayDepositing({ deal, unit, network }: StepFacts, role: Party): string {
  return `Deposit ${sayDeposit(deal, role, unit)} in the escrow on ${network}.`
}

function sayEnding(facts: StepFacts, purpose: Purpose, { data }: PlannedCall): string {
  const { deal, unit, offers, votes, chain } = facts
  const opener = openerOf(facts)
  const say = (outcome: string, by: string, provers: readonly string[] = []) => {
    const ending = { kind: 'settled', outcome: outcome as 'DRAW', provers } as const
    return `End the deal as ${outcome}, as ${by}: ${sayPayouts(deal, opener, ending, unit)}.`
  }
  if (purpose === 'SPLIT') return saySplit(facts, offers.creator)
  if (purpose === 'SETTLE') return say(offers.creator?.message.outcome ?? '', 'both signed')
  if (purpose === 'RESOLVER') return say(offers.moderator?.message.outcome ?? '', 'the moderator signed')
  if (purpose === 'ORACLE') return `End the deal by the feed’s round ${facts.decidingRound}, as both agreed.`

  const seated = votes.filter(({ member }) => chain.seats.includes(member))
  const deciding = seated.filter(({ signature }) => data.includes(signature.slice(2)))
  return say(
    deciding[0]?.outcome ?? '',
    'the panel voted',
    deciding.map(({ member }) => member),
  )
}

function saySplit({ unit }: StepFacts, offer: SignedSettle | undefined): string {
  const [toCreator, toCounterparty] = [
    BigInt(offer?.message.toCreator ?? 0),
    BigInt(offer?.message.toCounterparty ?? 0),
  ]
  return `Divide what is held as both signed: ${sayAmount(toCreator, unit)} to the creator, ${sayAmount(toCounterparty, unit)} to the counterparty.`
}

/** `refusal`: why there is no such call now, where nothing else said it before. */
function said(call: PlannedCall | null, says: string, refusal = 'This is not possible now.'): SaidCall {
  if (!call) throw new AppError('E5011', refusal)
  return { call: { to: call.to, data: call.data, value: 0n }, says }
}

function requireRole(role: Role, allowed: readonly Role[], sentence: string): void {
  if (!allowed.includes(role)) throw new AppError('E3012', sentence)
}

function requireParty({ role }: StepFacts): Party {
  requireRole(role, ['creator', 'counterparty'], 'Only the two parties can do this.')
  return role as Party
}

function requireOnChain({ chain }: StepFacts): void {
  if (chain.state === 'NONE') throw new AppError('E5010', 'Nobody has deposited yet: on chain there is no such deal.')
  if (chain.state === 'ENDED') throw new AppError('E5011', 'This deal has ended on chain.')
}

function requireJoined(facts: StepFacts): void {
  requireOnChain(facts)
  if (facts.chain.state === 'OPEN') throw new AppError('E3014', 'Both have to deposit first.')
}

function requirePanel(facts: StepFacts): void {
  requireOnChain(facts)
  if (facts.deal.panel.root === ZERO_HASH) throw new AppError('E3014', 'This deal names no panel.')
  if (facts.chain.state !== 'DISPUTED') throw new AppError('E3014', 'A panel is drawn once the deal is disputed.')
}

function requireUntil({ chain }: StepFacts, deadline: bigint, what: string): void {
  if (chain.block.seconds <= deadline) return
  throw new AppError('E5013', `For the contract ${what} ended at ${sayTime(toDate(deadline))}.`)
}

function requireDepositing({ isDepositing }: StepFacts): void {
  if (!isDepositing) throw new AppError('E3014', 'This challenge does not wait for deposits now.')
}

function openerOf({ deal, chain }: { deal: Deal; chain: StepFacts['chain'] }): Party | null {
  return partyAt(deal, chain.opener)
}

function missing(path: string, sentence: string): AppError {
  return new AppError('E9004', sentence, { fields: [{ path, message: 'required' }] })
}

function toDate(seconds: bigint): Date {
  return new Date(Number(seconds) * 1000)
}

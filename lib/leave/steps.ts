import { nextSeats } from '../committee/draw'
import { type Hex, keccakHex, sha256Hex, ZERO_HASH } from '../proof/hash'
import { jcs } from '../proof/jcs'
import {
  approveCall,
  type Call,
  disputeCall,
  expireCall,
  fixSeedCall,
  oracleCall,
  panelCall,
  pushCall,
  redrawCall,
  resolverCall,
  seatCall,
  settleCall,
  voidCall,
  withdrawCall,
} from '../stake/calls'
import { disputeFeeOf, ZERO_ADDRESS } from '../stake/deal'
import { drawOf } from '../stake/deal-draw'
import type { LeaveFile } from './leave-file'
import type { DealNow } from './read-deal'
import { sayAmount, sayTime, sayWho } from './say'
import { findAgreement, type Offer, troubleWith } from './settlement'

export const STEPS = [
  'settle',
  'split',
  'resolver',
  'oracle',
  'panel',
  'expire',
  'dispute',
  'fix-seed',
  'seat',
  'redraw',
  'void',
  'withdraw',
  'push',
] as const
export type StepName = (typeof STEPS)[number]

export type LabelledCall = Call & { says: string }

/** One thing that can be done about a deal, by whom, and at whose cost. */
export type Step = {
  name: StepName
  title: string
  does: string
  pays: string
  /** Why it is not possible now, in words; null when it is. */
  why: string | null
  /** To be sent one after the other; empty when it is not possible. */
  calls: LabelledCall[]
}

/** Who acts, and what they add of their own. `you`: null for somebody who only looks. */
export type Wish = { you: Hex | null; reason?: string; to?: Hex }

const GAS = 'Whoever sends it pays the chain’s fee and nothing else.'
const FIRST_ROUND_SECONDS = 24n * 60n * 60n

/** Everything that can be done about a deal, in the order of the page, each possible now or with the reason why not. */
export async function stepsOf(now: DealNow, file: LeaveFile, wish: Wish): Promise<Step[]> {
  const offers = await goodOffers(now, file)
  return [
    settle(now, offers, false),
    settle(now, offers, true),
    ...(now.deal.resolver === ZERO_ADDRESS ? [] : [resolver(now, offers)]),
    ...(now.deal.oracle.feed === ZERO_ADDRESS ? [] : [oracle(now)]),
    ...(hasPanel(now) ? [panel(now, file)] : []),
    expire(now),
    dispute(now, wish),
    ...(hasPanel(now) ? [fixSeed(now), seat(now), redraw(now)] : []),
    voidOffers(now, wish),
    withdraw(now, wish),
    ...push(now, wish),
  ]
}

async function goodOffers(now: DealNow, file: LeaveFile): Promise<Offer[]> {
  const troubles = await Promise.all(file.offers.map((offer) => troubleWith(now, offer)))
  return file.offers.filter((_, at) => troubles[at] === null)
}

function settle(now: DealNow, offers: readonly Offer[], isSplit: boolean): Step {
  const agreement = findAgreement(now, offers, isSplit)
  const message = agreement?.[0].message
  const said = message && sayEnding(now, message)
  const missing = isSplit ? 'Both have to sign the same split first.' : 'Both have to sign the same outcome first.'
  return step({
    name: isSplit ? 'split' : 'settle',
    title: isSplit ? 'Divide what is held, as both signed' : 'End it as both signed',
    does:
      said ??
      `Needs both parties’ signatures over the same ${isSplit ? 'amounts' : 'outcome'}. Works without a time limit.`,
    pays: GAS,
    why: notJoined(now) ?? (agreement ? null : missing),
    calls: () => (agreement ? [{ ...settleCall(now.escrow, ...agreement), says: said ?? '' }] : []),
  })
}

function sayEnding(now: DealNow, { outcome, toCreator, toCounterparty }: Offer['message']): string {
  if (outcome !== 'SPLIT') return `Both signed ${outcome}. What each gets is credited; then it can be withdrawn.`
  const [creators, others] = [toCreator, toCounterparty].map((amount) => sayAmount(BigInt(amount), now))
  return `Both signed this split: ${creators} to the creator, ${others} to the counterparty.`
}

function resolver(now: DealNow, offers: readonly Offer[]): Step {
  const offer = offers.findLast(({ signer, message }) => signer === now.deal.resolver && message.outcome !== 'SPLIT')
  return step({
    name: 'resolver',
    title: 'End it as the moderator signed',
    does: offer ? `The moderator signed ${offer.message.outcome}.` : 'Needs the moderator’s signature over an outcome.',
    pays: GAS,
    why: notOpenToOthers(now) ?? (offer ? null : 'The moderator’s signature is not in this file.'),
    calls: () => (offer ? [{ ...resolverCall(now.escrow, offer), says: `End it as ${offer.message.outcome}` }] : []),
  })
}

function oracle(now: DealNow): Step {
  const round = now.decidingRound
  return step({
    name: 'oracle',
    title: 'End it by the feed',
    does: round
      ? `Round ${round.roundId} says ${round.answer}, at ${sayTime(round.updatedAt)}.`
      : 'The feed’s first answer from the agreed moment on decides.',
    pays: GAS,
    why: notOpenToOthers(now) ?? (round ? null : 'The feed has no round that decides.'),
    calls: () =>
      round ? [{ ...oracleCall(now.escrow, now.id, round.roundId), says: `End it by round ${round.roundId}` }] : [],
  })
}

function panel(now: DealNow, file: LeaveFile): Step {
  const votes = file.votes.filter(({ member, round }) => now.seats.includes(member) && round === now.round)
  const outcome = votes.find(
    (vote) => votes.filter((one) => one.outcome === vote.outcome).length >= now.deal.panel.k,
  )?.outcome
  const deciding = votes.filter((vote) => vote.outcome === outcome).slice(0, now.deal.panel.k)
  return step({
    name: 'panel',
    title: 'End it as the panel voted',
    does: outcome
      ? `${now.deal.panel.k} members voted ${outcome}. The loser’s bond is divided as both signed.`
      : `Needs the same vote from ${now.deal.panel.k} seated members.`,
    pays: GAS,
    why: notDisputed(now) ?? notOpenToOthers(now) ?? (outcome ? null : 'Not enough equal votes are in this file.'),
    calls: () =>
      outcome ? [{ ...panelCall(now.escrow, now.id, outcome, deciding), says: `End it as ${outcome}` }] : [],
  })
}

function expire(now: DealNow): Step {
  const deadline = deadlineOf(now)
  return step({
    name: 'expire',
    title: 'Give everything back: the time is over',
    does: `Possible after ${sayTime(deadline)}. Each party gets back what they put in; nobody wins by a clock.`,
    pays: GAS,
    why: ended(now) ?? (now.block.seconds > deadline ? null : `The chain allows it after ${sayTime(deadline)}.`),
    calls: () => [{ ...expireCall(now.escrow, now.id), says: 'Give everything back' }],
  })
}

function dispute(now: DealNow, { you, reason }: Wish): Step {
  const fee = disputeFeeOf(now.deal)
  const says = `Open a dispute for ${sayAmount(fee, now)}`
  return step({
    name: 'dispute',
    title: hasPanel(now) ? 'Open a dispute: a panel decides' : 'Open a dispute: it stops the clock',
    does: `A party may, before the deadline. It costs a fee of ${sayAmount(fee, now)}, which comes back when nobody had to judge.`,
    pays: 'The party who opens it pays the fee and the chain’s fee.',
    why:
      ended(now) ??
      (now.state === 'JOINED' ? null : 'Both must have deposited, and no dispute be open.') ??
      notOpenToOthers(now) ??
      notParty(now, you),
    calls: () => {
      const call = { ...disputeCall(now.escrow, now.id, now.deal, caseHash(now, you, reason ?? '')), says }
      if (now.deal.token === ZERO_ADDRESS) return [call]
      const allow = approveCall(now.deal.token, now.escrow, fee)
      return [{ ...allow, says: `Allow the escrow to take ${sayAmount(fee, now)}` }, call]
    },
  })
}

/** `countersign.case/1`: the reason stays with whoever wrote it, its hash goes on chain. */
function caseHash(now: DealNow, you: Hex | null, reason: string): Hex {
  const opener = `did:pkh:eip155:${now.chainId}:${you ?? ZERO_ADDRESS}`
  const document = { v: 'countersign.case/1', final: now.deal.finalHash, deal: now.id, opener }
  return keccakHex(jcs({ ...document, reason_hash: sha256Hex(reason), evidence: [] }))
}

function fixSeed(now: DealNow): Step {
  return step({
    name: 'fix-seed',
    title: 'Fix the draw’s seed',
    does: 'Takes the seed from a block both could not know. Called later than 256 blocks, it names a new block.',
    pays: GAS,
    why:
      notDisputed(now) ??
      (now.seed === ZERO_HASH ? null : 'The seed is fixed already.') ??
      (now.block.number > now.seedBlock ? null : `The chain allows it after block ${now.seedBlock}.`),
    calls: () => [{ ...fixSeedCall(now.escrow, now.id), says: 'Fix the draw’s seed' }],
  })
}

function seat(now: DealNow): Step {
  const next = now.roster && now.seed !== ZERO_HASH ? seats({ ...now, roster: now.roster }) : null
  const left = now.deal.panel.m - now.seats.length
  return step({
    name: 'seat',
    title: 'Seat the panel',
    does: next
      ? `The draw seats ${next.seats.map(({ row }) => row.member).join(', ') || 'nobody in this call'}.`
      : `${left} of ${now.deal.panel.m} seats are to be filled from the roster both signed.`,
    pays: GAS,
    why:
      notDisputed(now) ??
      (left > 0 ? null : 'All seats are taken.') ??
      (now.seed === ZERO_HASH ? 'The seed has to be fixed first.' : null) ??
      (now.roster ? null : 'The roster both signed is not in this file: use the deal’s file.') ??
      (next ? null : 'Nobody is left in the roster who could sit.'),
    calls: () => {
      if (!next) return []
      const leaves = next.leaves.map((leaf, at) => ({ ...leaf, proof: next.proofs[at] ?? [] }))
      return [
        {
          ...seatCall(now.escrow, now.id, next.attempt, leaves),
          says: `Seat the panel, from attempt ${next.attempt} on`,
        },
      ]
    },
  })
}

function seats(now: DealNow & { roster: NonNullable<DealNow['roster']> }) {
  return nextSeats({ ...drawOf(now), isStaked: (member) => !now.unstaked.includes(member) })
}

function redraw(now: DealNow): Step {
  const from = now.disputedAt + FIRST_ROUND_SECONDS
  return step({
    name: 'redraw',
    title: 'Draw another panel',
    does: 'Once, when 24 hours brought no verdict: all seats are drawn anew, and votes of the first panel no longer count.',
    pays: GAS,
    why:
      notDisputed(now) ??
      (now.round === 0 ? null : 'It was drawn anew once already.') ??
      (now.block.seconds >= from ? null : `The chain allows it from ${sayTime(from)} on.`) ??
      (now.block.seconds <= now.disputeUntil ? null : 'The dispute’s time is over: give everything back.'),
    calls: () => [{ ...redrawCall(now.escrow, now.id), says: 'Draw another panel' }],
  })
}

function voidOffers(now: DealNow, { you }: Wish): Step {
  const isSigner = you !== null && [now.deal.creator, now.deal.counterparty, now.deal.resolver].includes(you)
  return step({
    name: 'void',
    title: 'Take back what you signed',
    does: 'Every outcome or split you signed for this deal so far is worth nothing from then on. Only this makes sure.',
    pays: GAS,
    why:
      ended(now) ?? (isSigner ? null : 'Only the parties and the moderator have signed anything: act as one of them.'),
    calls: () => [{ ...voidCall(now.escrow, now.id), says: 'Take back everything signed for this deal' }],
  })
}

function withdraw(now: DealNow, { you, to }: Wish): Step {
  const credited = you === null ? 0n : creditOf(now, you)
  const says = `Withdraw ${sayAmount(credited, now)} to ${to ?? you}`
  return step({
    name: 'withdraw',
    title: 'Withdraw what is credited to you',
    does: 'Pays everything the escrow has credited to your account in this token, of all its deals, to an account you name.',
    pays: GAS,
    why:
      you === null
        ? 'Say first which account you act as.'
        : credited > 0n
          ? null
          : 'Nothing is credited to this account.',
    calls: () => (you === null ? [] : [{ ...withdrawCall(now.escrow, now.deal.token, to ?? you), says }]),
  })
}

/** For everybody else who has something to get. */
function push(now: DealNow, { you }: Wish): Step[] {
  const others = now.standings.filter(({ account, credited }) => credited > 0n && account !== you)
  const calls = others.map(({ account, credited }) => ({
    ...pushCall(now.escrow, now.deal.token, account),
    says: `Pay ${sayAmount(credited, now)} to ${sayWho(account, now)}, ${account}`,
  }))
  return [
    step({
      name: 'push',
      title: 'Pay the others what is credited to them',
      does: 'Anybody may; it goes to the account it belongs to and nowhere else.',
      pays: GAS,
      why: calls.length > 0 ? null : 'Nothing is credited to the others.',
      calls: () => calls,
    }),
  ]
}

/** When the contract gives everything back: as its `_deadlineOf`. */
export function deadlineOf(now: DealNow): bigint {
  if (now.state === 'OPEN') return now.deal.joinBy
  if (now.state === 'DISPUTED') return now.disputeUntil
  return isWaitingForResponses(now) ? now.deal.respondBy : now.deal.settleBy
}

function step({ calls, ...rest }: Omit<Step, 'calls'> & { calls: () => LabelledCall[] }): Step {
  return { ...rest, calls: rest.why === null ? calls() : [] }
}

function hasPanel({ deal }: DealNow): boolean {
  return deal.panel.root !== ZERO_HASH
}

function ended({ state }: DealNow): string | null {
  return state === 'ENDED' ? 'The deal has ended.' : null
}

function notJoined(now: DealNow): string | null {
  return ended(now) ?? (now.state === 'OPEN' ? 'The counterparty has not deposited.' : null)
}

function notDisputed(now: DealNow): string | null {
  return ended(now) ?? (now.state === 'DISPUTED' ? null : 'No dispute is open.')
}

/** Others than both parties together decide until the deadline, and after all responses. */
function notOpenToOthers(now: DealNow): string | null {
  const until = now.state === 'DISPUTED' ? now.disputeUntil : now.deal.settleBy
  return (
    notJoined(now) ??
    (isWaitingForResponses(now) ? 'Both parties have to respond first.' : null) ??
    (now.block.seconds <= until
      ? null
      : 'The deadline has passed: only both together can end it, or everything goes back.')
  )
}

function notParty({ deal }: DealNow, you: Hex | null): string | null {
  return you === deal.creator || you === deal.counterparty ? null : 'Only the two parties may: act as one of them.'
}

function isWaitingForResponses({ deal, creatorResponded, counterpartyResponded }: DealNow): boolean {
  return deal.respondBy !== 0n && !(creatorResponded && counterpartyResponded)
}

function creditOf(now: DealNow, account: Hex): bigint {
  return now.standings.find((standing) => standing.account === account)?.credited ?? 0n
}

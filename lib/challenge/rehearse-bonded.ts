import { erc20Asset, nativeAsset } from '@/lib/proof/funds'
import { type ChainDeadlines, toChainDeadlines } from '@/lib/stake/chain-deadlines'
import { disputeFeeOf } from '@/lib/stake/deal'
import { type DealEnding, payoutsOf, splitOf } from '@/lib/stake/payouts'
import type { Deadlines } from './deadlines'
import { type Bond, chainIdOf } from './draft'
import type { Ending, Rehearsed } from './rehearsal'
import type { Outcome, Party } from './state'

type Sums = { creatorBond: bigint; counterpartyBond: bigint; creatorBase: bigint; counterpartyBase: bigint }
/** The contract's times. Past the last one that applies, anybody may have everything given back. */
type ChainTimes = { joinBy: Date; respondBy: Date | null; settleBy: Date; disputeUntil: Date }
type Case = {
  times: Deadlines
  chain: ChainTimes
  /** Until when both may settle, by the desk's clock and by the contract's. */
  settle: { at: Date; chain_at: Date }
  dispute: { at: Date; chain_at: Date; openers: readonly Party[] }
  sums: Sums
  asset: string
  strategy: string
  k: number
}
/** How far it can have come for this ending to be still possible. */
type Stage = 'accept' | 'deposit' | 'respond' | 'resolve' | 'dispute'
type Staged = { until: Stage; ending: Ending }

const STAGES: readonly Stage[] = ['accept', 'deposit', 'respond', 'resolve', 'dispute']
const OUTCOMES: readonly Outcome[] = ['FULFILLED', 'CREATOR_WIN', 'COUNTERPARTY_WIN', 'DRAW', 'NO_CONTEST']
const SIDES: readonly Party[] = ['creator', 'counterparty']

/**
 * Pure: every ending of FIRE and ENFORCED that is still possible, with what each is credited to the unit and both clocks:
 * the desk's, and the contract's for when the desk is gone. Empty for a draft whose bond is not known yet.
 */
export function rehearseBonded(challenge: Rehearsed, times: Deadlines): Ending[] {
  if (!challenge.bond || !times.deposit) return []
  const stage = STAGES.indexOf(stageOf(challenge))
  const known = caseOf(challenge, challenge.bond, withPresent(challenge, times))
  return rowsOf(challenge, known).flatMap(({ until, ending }) => (STAGES.indexOf(until) >= stage ? [ending] : []))
}

function rowsOf(challenge: Rehearsed, known: Case): Staged[] {
  const { strategy } = known
  return [
    ...unaccepted(known),
    ...undeposited(known),
    ...(known.times.response ? [unanswered(known)] : []),
    ...OUTCOMES.map((outcome) => cosigned(known, outcome)),
    half(known),
    ...(strategy === 'MODERATOR' ? OUTCOMES.map((outcome) => moderated(known, outcome)) : []),
    ...(strategy === 'ORACLE' ? answered(known, challenge) : []),
    ...known.dispute.openers.flatMap((opener) => disputed(known, opener)),
    silent(known),
  ]
}

function unaccepted({ times }: Case): Staged[] {
  const withdrawn = 'Withdrawn or declined before it was accepted.'
  return [
    { until: 'accept', ending: ended('CANCELLED', 'creator or counterparty', times.accept, withdrawn) },
    {
      until: 'accept',
      ending: ended('EXPIRED', 'the clock', times.accept, 'Nobody accepts in time. Nothing is taken.'),
    },
  ]
}

/** The creator opens the deal on chain, the counterparty joins it: so one alone can only be the creator. */
function undeposited(known: Case): Staged[] {
  const { times, chain, sums, asset } = known
  const by = times.deposit ?? times.accept
  const nobody = 'Accepted, but nobody deposits in time. Nothing was taken; the receipt says who stayed away.'
  const alone =
    'The creator deposits and the counterparty does not. The deposit goes back; the call is paid by the desk, or by whoever makes it.'
  const together = 'Both sign to call it off before anything is deposited.'
  return [
    { until: 'deposit', ending: ended('CANCELLED', 'both parties', by, together) },
    { until: 'deposit', ending: { ...refund(known, by, chain.joinBy, nobody), amounts: [] } },
    {
      until: 'deposit',
      ending: {
        ...refund(known, by, chain.joinBy, alone),
        amounts: [{ to: 'creator', amount: (sums.creatorBond + sums.creatorBase).toString(), asset }],
      },
    },
  ]
}

function unanswered(known: Case): Staged {
  const { times, chain } = known
  const text = 'Both deposit, but one does not respond in time. Everything goes back to whom it came from.'
  return { until: 'respond', ending: refund(known, times.response ?? times.resolution, chain.respondBy, text) }
}

function cosigned(known: Case, outcome: Outcome): Staged {
  return {
    until: 'dispute',
    ending: {
      ...settled(known, outcome, null, 0),
      by: 'both parties',
      text: `Both sign ${outcome}. The desk takes it to the chain and pays for that; either of you may.${feeNote(known)}`,
    },
  }
}

function half(known: Case): Staged {
  const { sums } = known
  const held = sums.creatorBond + sums.creatorBase + sums.counterpartyBond + sums.counterpartyBase
  return {
    until: 'dispute',
    ending: {
      ...completed(known, 'DRAW', amountsOf(known, null, { kind: 'split', ...splitOf(held, 5_000) })),
      split: true,
      by: 'both parties',
      text: 'Both sign a split of everything held. Any share can be signed; half each is shown.',
    },
  }
}

function moderated(known: Case, outcome: Outcome): Staged {
  return {
    until: 'dispute',
    ending: {
      ...settled(known, outcome, null, 0),
      by: 'the moderator',
      text: `The moderator signs ${outcome}. The desk takes it to the chain and pays for that; anybody may.`,
    },
  }
}

function answered(known: Case, { resolution }: Rehearsed): Staged[] {
  const oracle = resolution?.oracle
  if (!oracle) return []
  const at = new Date(oracle.not_before)
  const means = { CREATOR_WIN: 'what was asked is so', COUNTERPARTY_WIN: 'it is not' } as const
  return (['CREATOR_WIN', 'COUNTERPARTY_WIN'] as const).map((outcome) => ({
    until: 'dispute',
    ending: {
      ...settled(known, outcome, null, 0),
      by: 'the oracle',
      at,
      automatic: true,
      text: `The oracle’s first answer from then on says that ${means[outcome]}. The desk takes it to the chain and pays for that; anybody may.`,
    },
  }))
}

/** What a dispute changes: its fee, the panel's share, and its own clock. */
function disputed(known: Case, opener: Party): Staged[] {
  const { dispute, k, strategy } = known
  const { at, chain_at } = dispute
  const fee = 'opens a dispute, which costs them a tenth of the larger bond and the gas.'
  const panel = strategy === 'COMMITTEE' ? (['CREATOR_WIN', 'COUNTERPARTY_WIN', 'DRAW'] as const) : []
  const verdicts = panel.map((outcome): Staged => {
    const same = outcome === 'DRAW' ? ', FULFILLED or NO_CONTEST' : ''
    return {
      until: 'dispute',
      ending: {
        ...settled(known, outcome, opener, k),
        by: 'the panel',
        at,
        chain_at,
        text: `The ${opener} ${fee} ${k} of the panel vote for ${outcome}${same}.`,
      },
    }
  })

  const none = panel.length > 0 ? 'No verdict comes in time' : 'It is not settled in time either'
  const text = `The ${opener} ${fee} ${none}: everything goes back, the fee to the ${opener}.`
  const unsettled = { ...refund(known, at, chain_at, text), amounts: amountsOf(known, opener, { kind: 'expired' }) }
  return [...verdicts, { until: 'dispute', ending: unsettled }]
}

function silent(known: Case): Staged {
  const { times, chain } = known
  const text =
    'Nobody says in time how it ended. Everything goes back to whom it came from; the desk makes the call and pays for it, and anybody may.'
  return { until: 'resolve', ending: refund(known, times.resolution, chain.settleBy, text) }
}

function feeNote({ sums }: Case): string {
  return disputeFeeOf(sums) > 0n ? ' After a dispute, its fee goes back to whoever paid it.' : ''
}

function settled(known: Case, outcome: Outcome, opener: Party | null, votes: number): Ending {
  const provers = Array.from({ length: votes }, (_, i) => String(i))
  return completed(known, outcome, amountsOf(known, opener, { kind: 'settled', outcome, provers }))
}

function completed({ settle }: Case, outcome: Outcome, amounts: Ending['amounts']): Ending {
  return { status: 'COMPLETED', outcome, by: '', ...settle, automatic: false, amounts, receipt: true, text: '' }
}

function refund(known: Case, at: Date, chainAt: Date | null, text: string): Ending {
  return {
    ...ended('EXPIRED', 'the clock', at, text),
    outcome: 'NO_CONTEST',
    ...(chainAt ? { chain_at: chainAt } : {}),
    amounts: amountsOf(known, null, { kind: 'expired' }),
    receipt: true,
  }
}

function ended(status: 'CANCELLED' | 'EXPIRED', by: string, at: Date, text: string): Ending {
  return { status, outcome: null, by, at, automatic: status === 'EXPIRED', amounts: [], receipt: false, text }
}

/** What the panel's members get is one sum; nothing is left out but amounts of nothing. */
function amountsOf({ sums, asset }: Case, opener: Party | null, ending: DealEnding): Ending['amounts'] {
  const totals = new Map<Ending['amounts'][number]['to'], bigint>()
  for (const { to, amount } of payoutsOf(sums, opener, ending)) {
    const name = to === 'prover' ? 'panel' : to
    totals.set(name, (totals.get(name) ?? 0n) + amount)
  }
  return [...totals].map(([to, amount]) => ({ to, amount: amount.toString(), asset }))
}

function caseOf(challenge: Rehearsed, bond: Bond, times: Deadlines): Case {
  const { status, onChain, resolution, deadlineAt, cases } = challenge
  const chain = onChain ? chainTimesOf(onChain) : toDates(toChainDeadlines(times))
  const chainId = chainIdOf(bond.network)
  const latest = new Date(times.resolution.getTime() + times.disputeSeconds * 1000)
  const opener = cases?.[0]?.openerRole
  const isDisputed = status === 'DISPUTED' && deadlineAt
  const dispute = { at: isDisputed ? deadlineAt : latest, chain_at: chain.disputeUntil }
  return {
    times,
    chain,
    settle: isDisputed ? dispute : { at: times.resolution, chain_at: chain.settleBy },
    dispute: { ...dispute, openers: isDisputed && opener ? [opener] : SIDES },
    sums: sumsOf(bond),
    asset: bond.token_address ? erc20Asset(chainId, bond.token_address) : nativeAsset(chainId),
    strategy: resolution?.strategy ?? 'MUTUAL',
    k: resolution?.panel?.k ?? 0,
  }
}

function sumsOf(bond: Bond): Sums {
  return {
    creatorBond: BigInt(bond.creator),
    counterpartyBond: BigInt(bond.counterparty),
    creatorBase: BigInt(bond.creator_base ?? 0),
    counterpartyBase: BigInt(bond.counterparty_base ?? 0),
  }
}

function chainTimesOf({
  joinBy,
  respondBy,
  settleBy,
  disputeUntil,
  deal,
}: NonNullable<Rehearsed['onChain']>): ChainTimes {
  return {
    joinBy,
    respondBy,
    settleBy,
    disputeUntil: disputeUntil ?? new Date(settleBy.getTime() + Number(deal.disputeWindow) * 1000),
  }
}

function toDates({ joinBy, respondBy, settleBy, disputeWindow }: ChainDeadlines): ChainTimes {
  const date = (seconds: bigint) => new Date(Number(seconds) * 1000)
  return {
    joinBy: date(joinBy),
    respondBy: respondBy === 0n ? null : date(respondBy),
    settleBy: date(settleBy),
    disputeUntil: date(settleBy + disputeWindow),
  }
}

function stageOf({ status, acceptedAt }: Rehearsed): Stage {
  if (status === 'DISPUTED') return 'dispute'
  if (status === 'AWAITING_RESOLUTION') return 'resolve'
  if (status === 'ACTIVE') return 'respond'
  if (status === 'INTENT_LOCKED') return 'respond'
  return acceptedAt ? 'deposit' : 'accept'
}

/** The present step ends when it does now, extended or not; those after it as they were signed. */
function withPresent(challenge: Rehearsed, times: Deadlines): Deadlines {
  const { status, acceptedAt, deadlineAt } = challenge
  if (!deadlineAt || status === 'DRAFT') return times
  if (status === 'AWAITING_COUNTERPARTY')
    return acceptedAt ? { ...times, deposit: deadlineAt } : { ...times, accept: deadlineAt }
  if (status === 'ACTIVE') return { ...times, response: deadlineAt }
  return status === 'AWAITING_RESOLUTION' ? { ...times, resolution: deadlineAt } : times
}

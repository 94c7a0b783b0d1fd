import { sayOutcome } from '@/components/challenge/words'
import type { Outcome, Party } from '@/lib/challenge/state'
import { parseDid } from '@/lib/proof/did'
import type { CaseView, EvidenceView, VoteView } from './types'

type Panel = Pick<CaseView, 'k' | 'm' | 'round' | 'deal_id' | 'committee' | 'votes'>
type Standing = Panel & Pick<CaseView, 'status' | 'outcome' | 'your_role' | 'your_seat'>

/** What is asked of the one who looks, under which heading. */
export type Stand = {
  label: 'Your turn' | 'Waiting' | 'It is over'
  title: string
  says: string
  /** They sit, and have not voted. */
  votes: boolean
}

/** Pure: where a dispute stands, for the one who looks. */
export function sayStanding(dispute: Standing): Stand {
  const { status, your_role: role, m, committee } = dispute
  const wait = (title: string, says: string): Stand => ({ label: 'Waiting', title, says, votes: false })
  if (status !== 'OPEN' && status !== 'PREPARED') return ended(dispute)
  if (status === 'PREPARED') {
    return wait(
      'Written down, not opened yet',
      'It counts once whoever wrote it has opened it in the contract. Until then the challenge goes on as before.',
    )
  }
  if (m === 0) {
    return wait(
      'You two decide',
      'No panel was agreed on. The dispute stops the clock: agree on an outcome in time, or everything goes back.',
    )
  }
  if (committee.length === 0) {
    return wait(
      'The panel is being drawn',
      'Its members come from the roster both signed, by a block of the chain that nobody knew when the dispute was opened.',
    )
  }
  if (role !== 'member') {
    return wait(
      'The panel decides',
      `${dispute.k} of its ${m} members have to sign the same outcome. You two may still agree, and end it at once.`,
    )
  }
  const own = dispute.your_seat === null ? null : voteOf(dispute, dispute.your_seat)
  if (own) {
    return wait(`You voted: ${sayOutcome(own.outcome)}`, 'Nobody votes twice. It is decided once enough members agree.')
  }
  return {
    label: 'Your turn',
    title: 'Say how it ended',
    says: 'Read the terms, the reason and the files. What you sign is seen by both parties, and counts for good.',
    votes: true,
  }
}

function ended({ status, outcome }: Standing): Stand {
  const over = (title: string, says: string): Stand => ({ label: 'It is over', title, says, votes: false })
  if (status === 'DECIDED') {
    return over(
      `The panel decided: ${sayOutcome(outcome)}`,
      'The receipt names the dispute and the votes that decided it.',
    )
  }
  if (status === 'EXPIRED') return over('No verdict in time', 'Nobody wins by waiting: everything went back.')
  return over('It ended without the panel', 'The challenge ended another way before the panel decided.')
}

/** The vote of a member that counts in the present round; null while they have not voted. */
export function voteOf({ votes, round, deal_id }: Panel, member: string): VoteView | null {
  // On chain each round begins anew; the desk's own draw keeps the members who have voted.
  const counts = (vote: VoteView) => vote.member === member && (deal_id === null || vote.round === round)
  return votes.find(counts) ?? null
}

/** Pure: how far the panel is, in one sentence. */
export function sayQuorum(panel: Panel): string {
  const { k, m, committee } = panel
  if (m === 0) return 'There is no panel.'
  if (committee.length < m) {
    const seated = committee.length === 0 ? 'None' : `${committee.length}`
    return `${seated} of ${m} seats ${committee.length === 1 ? 'is' : 'are'} drawn. ${k} equal votes decide.`
  }
  const tally = tallyOf(panel)
  const cast = tally.reduce((sum, { count }) => sum + count, 0)
  const most = tally[0]
  const who = `${cast === 0 ? 'Nobody' : `${cast} of ${m}`} ${cast <= 1 ? 'has' : 'have'} voted.`
  if (!most) return `${who} ${k} equal votes decide.`
  if (most.count >= k) return `${who} ${most.count} say: ${sayOutcome(most.outcome)}. That decides it.`
  return `${who} ${k} equal votes decide; ${sayOutcome(most.outcome)} has ${most.count}.`
}

/** The outcomes that sitting members voted for, the most frequent first. */
export function tallyOf(panel: Panel): { outcome: Outcome; count: number }[] {
  const counts = new Map<Outcome, number>()
  for (const { member } of panel.committee) {
    const outcome = voteOf(panel, member)?.outcome
    if (outcome) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
  return [...counts].map(([outcome, count]) => ({ outcome, count })).sort((a, b) => b.count - a.count)
}

/** Whether the one who looks is paid by the contract: a member of its panel who voted for what was decided. */
export function hasShare(dispute: Standing): boolean {
  const { deal_id, your_seat, status, outcome } = dispute
  if (deal_id === null || your_seat === null || status !== 'DECIDED') return false
  return voteOf(dispute, your_seat)?.outcome === outcome
}

const EXCLUSIONS: Record<CaseView['excluded'][number]['reason'], string> = {
  PARTY: 'is one of the two',
  SAME_PARTY: 'belongs to one of the two',
  SAME_ORGANIZATION: 'is in an organization with one of the two',
  SHARED_RECEIPTS: 'shares three or more receipts of the last 90 days with one of the two',
  STRUCK: 'was struck by the parties before they signed',
  NO_WALLET: 'is an agent without a wallet, which cannot vote on chain',
  FIRST_COMMITTEE: 'sat in the first committee',
}

/** Why a member of the roster cannot be drawn. */
export function sayExclusion(reason: CaseView['excluded'][number]['reason']): string {
  return EXCLUSIONS[reason]
}

/** `You`, `The creator`, `The counterparty`. */
export function saySide(side: Party, role: CaseView['your_role']): string {
  return side === role ? 'You' : `The ${side}`
}

/** Which of the two opened it. */
export function openerOf({ opener, challenge }: Pick<CaseView, 'opener' | 'challenge'>): Party {
  const address = (did: string) => parseDid(did)?.address ?? did
  return address(opener) === address(challenge.creator) ? 'creator' : 'counterparty'
}

/** Pure: the panel's standing as a challenge's page shows it beside the way to the dispute. */
export function sayPanelShort(dispute: Standing): string {
  const { title } = sayStanding(dispute)
  if (dispute.status !== 'OPEN' || dispute.m === 0 || dispute.committee.length === 0) return `${title}.`
  return sayQuorum(dispute)
}

/** What stands of a file whose bytes are not here. */
export function sayAbsent({ name, uploaded_at }: Pick<EvidenceView, 'name' | 'uploaded_at'>): string {
  if (name === null) return 'Erased. Its hash stays.'
  return uploaded_at === null ? 'Only its hash is here.' : ''
}

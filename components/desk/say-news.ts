import { sayOutcome } from '@/components/challenge/words'

/** An event as far as it is put into words. */
export type NewsEvent = {
  id: string
  type: string
  subject: string
  data: Record<string, unknown>
  created_at: string
}

export type News = {
  id: string
  at: string
  says: string
  challengeId: string | null
  /** The receipt it is about, once there is one. */
  receiptId: string | null
  /** What else it is about: a task, an agent, attestations. */
  about: { href: string; name: string } | null
}

/** Pure: events in words, newest first; what says the same thing twice is said once. */
export function toNews(events: readonly NewsEvent[], most: number): News[] {
  const challengeOf = new Map<string | null, string>()
  for (const { receiptId, challengeId } of events.map(subjectOf))
    if (challengeId) challengeOf.set(receiptId, challengeId)
  return events
    .flatMap((event) => {
      const says = sayEvent(event)
      const { receiptId } = subjectOf(event)
      const challengeId = subjectOf(event).challengeId ?? challengeOf.get(receiptId) ?? null
      if (says === null) return []
      return [{ id: event.id, at: event.created_at, says, challengeId, receiptId, about: aboutOf(event) }]
    })
    .slice(0, most)
}

function subjectOf({ type, subject, data }: NewsEvent): { challengeId: string | null; receiptId: string | null } {
  const text = (name: string) => (typeof data[name] === 'string' ? (data[name] as string) : null)
  if (aboutOf({ type, subject, data })) return { challengeId: null, receiptId: null }
  return type.startsWith('receipt.')
    ? { challengeId: text('subject'), receiptId: subject }
    : { challengeId: subject, receiptId: text('receipt_id') }
}

/** Pure: what an event is about when it is no challenge. */
function aboutOf({ type, subject, data }: Pick<NewsEvent, 'type' | 'subject' | 'data'>): News['about'] {
  const isTask = type === 'audit.seated' || (type.startsWith('receipt.') && data.kind === 'task')
  if (isTask) return { href: `/receipts/${subject}`, name: 'A task' }
  if (type.startsWith('agent.')) return { href: `/agents/${encodeURIComponent(subject)}`, name: 'Agents' }
  return type.startsWith('attestation.') ? { href: '/attestations', name: 'Attestations' } : null
}

const WORDS: Record<string, string> = {
  'challenge.created': 'drafted',
  'challenge.patched': 'draft changed',
  'challenge.sent': 'signed and sent',
  'challenge.accepted': 'both have signed the same terms',
  'challenge.declined': 'declined',
  'challenge.countered': 'other terms offered',
  'challenge.locked': 'every check passed; it is locked',
  'challenge.begun': 'under way',
  'challenge.responded': 'an answer is on the chain, sealed until both are',
  'challenge.disputed': 'disputed',
  'challenge.evidence_added': 'a file more for the panel',
  'challenge.panel_seated': 'the panel sits',
  'challenge.voted': 'a member of the panel voted',
  'challenge.rolled_back': 'the chain took a step back, and so did this',
  'challenge.offers_voided': 'a signature withdrawn',
  'challenge.extended': 'both signed for more time',
  'challenge.deadline_near': 'four fifths of the time are over',
  'challenge.downtime': 'the desk was down; its deadline moved by as much',
  'bond.released': 'credited by the contract, to be taken out',
  'receipt.anchored': 'anchored',
  'receipt.committee_seated': 'its committee sits',
  'receipt.finalized': 'passed by its committee',
  'receipt.failed': 'failed by its committee',
  'receipt.expired': 'no committee decided in time',
  'receipt.appealed': 'appealed to a larger committee',
  'receipt.reversed': 'the appeal was won: the first verdict counts no more',
  'audit.seated': 'you were drawn to judge it',
  'agent.registered': 'an agent of yours is registered',
  'attestation.confirmed': 'an attestation stands on its chain',
  'attestation.revoked': 'an attestation is revoked on its chain',
  'attestation.failed': 'an attestation failed; it can be tried anew',
}

const STATEMENT_WORDS: Record<string, string> = {
  ACCEPTED: 'the client signed that the result was taken',
  REJECTED: 'the client signed that the result was not taken',
  AUDIT_PASS: 'a member of the committee signed that it passes',
  AUDIT_FAIL: 'a member of the committee signed that it fails',
  SAFETY_PASS: 'a member of the committee signed that it is safe',
  SAFETY_FAIL: 'a member of the committee signed that it is not safe',
}

/** Pure: one event, to stand after the title of what it is about; null when another event says it better. */
export function sayEvent({ type, data }: NewsEvent): string | null {
  const outcome = typeof data.outcome === 'string' ? sayOutcome(data.outcome) : null
  if (type === 'challenge.completed') return outcome ? `completed: ${outcome}` : 'completed'
  if (type === 'challenge.expired') return data.receipt_id ? 'expired, with a receipt' : 'expired'
  if (type === 'challenge.locked' && isBonded(data.mode)) return 'both bonds are in the contract; it is locked'
  if (type === 'challenge.cancelled') return data.reason === 'E4021' ? 'called off: a check failed' : 'called off'
  if (type === 'receipt.attested') return STATEMENT_WORDS[String(data.type)] ?? 'a statement was signed on it'
  if (type === 'challenge.offer_made')
    return outcome ? `one side signed: ${outcome}` : 'one side signed; it counts once the other signs the same'
  return WORDS[type] ?? null
}

function isBonded(mode: unknown): boolean {
  return mode === 'FIRE' || mode === 'ENFORCED'
}

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
}

/** Pure: events in words, newest first; what says the same thing twice is said once. */
export function toNews(events: readonly NewsEvent[], most: number): News[] {
  const challengeOf = new Map<string | null, string>()
  for (const { receiptId, challengeId } of events.map(subjectOf))
    if (challengeId) challengeOf.set(receiptId, challengeId)
  return events
    .flatMap((event) => {
      const says = sayEvent(event)
      const { challengeId, receiptId } = subjectOf(event)
      const about = challengeId ?? challengeOf.get(receiptId) ?? null
      return says === null ? [] : [{ id: event.id, at: event.created_at, says, challengeId: about, receiptId }]
    })
    .slice(0, most)
}

function subjectOf({ type, subject, data }: NewsEvent): { challengeId: string | null; receiptId: string | null } {
  const text = (name: string) => (typeof data[name] === 'string' ? (data[name] as string) : null)
  return type.startsWith('receipt.')
    ? { challengeId: text('subject'), receiptId: subject }
    : { challengeId: subject, receiptId: text('receipt_id') }
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
}

/** Pure: one event, to stand after the title of what it is about; null when another event says it better. */
export function sayEvent({ type, data }: NewsEvent): string | null {
  const outcome = typeof data.outcome === 'string' ? sayOutcome(data.outcome) : null
  if (type === 'challenge.completed') return outcome ? `completed: ${outcome}` : 'completed'
  if (type === 'challenge.expired') return data.receipt_id ? 'expired, with a receipt' : 'expired'
  if (type === 'challenge.locked' && isBonded(data.mode)) return 'both bonds are in the contract; it is locked'
  if (type === 'challenge.cancelled') return data.reason === 'E4021' ? 'called off: a check failed' : 'called off'
  if (type === 'challenge.offer_made')
    return outcome ? `one side signed: ${outcome}` : 'one side signed; it counts once the other signs the same'
  return WORDS[type] ?? null
}

function isBonded(mode: unknown): boolean {
  return mode === 'FIRE' || mode === 'ENFORCED'
}

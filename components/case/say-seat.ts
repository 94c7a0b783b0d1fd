import { sayOutcome } from '@/components/challenge/words'
import type { StatusLook } from '@/components/ui/status'
import type { AuditView, CaseSeatView, TaskSeatView } from './types'

/** Pure: the seats that still ask for something, the nearest deadline first. */
export function toVote(seats: readonly AuditView[]): AuditView[] {
  const end = ({ deadline_at }: AuditView) => (deadline_at ? Date.parse(deadline_at) : Number.POSITIVE_INFINITY)
  return seats.filter(isAsked).sort((a, b) => end(a) - end(b))
}

/** Pure: whether a seat still asks for something. */
export function isAsked(seat: AuditView): boolean {
  return seat.kind === 'case' ? seat.status === 'OPEN' && seat.voted === null : seat.asked
}

/** Pure: what a seat is about, for lists. */
export function seatKey(seat: AuditView): string {
  return `${seat.kind === 'case' ? seat.case_id : seat.receipt_id}.${seat.round}.${seat.member}`
}

/** Pure: what became of a seat, with its sign. */
export function saySeat({ status, voted }: Pick<CaseSeatView, 'status' | 'voted'>): { look: StatusLook; says: string } {
  const own = voted === null ? null : `You voted: ${sayOutcome(voted)}.`
  switch (status) {
    case 'OPEN':
      return own ? { look: 'ok', says: own } : { look: 'wait', says: 'Your vote is asked for.' }
    case 'DECIDED':
      return { look: own ? 'ok' : 'none', says: own ?? 'Decided without your vote.' }
    case 'EXPIRED':
      return { look: 'none', says: `${own ?? 'You did not vote.'} No verdict came in time.` }
    default:
      return { look: 'none', says: `${own ?? 'You did not vote.'} It ended another way.` }
  }
}

const SAID_WORDS: Record<string, string> = {
  AUDIT_PASS: 'it passes',
  AUDIT_FAIL: 'it fails',
  SAFETY_PASS: 'it is safe',
  SAFETY_FAIL: 'it is not safe',
}

/** Pure: what became of a seat in a task’s committee, with its sign. */
export function sayTaskSeat({ asked, replaced, said, status }: TaskSeatView): { look: StatusLook; says: string } {
  const own = said.length === 0 ? null : `You signed: ${said.map(({ type }) => SAID_WORDS[type] ?? type).join(', ')}.`
  if (asked)
    return { look: 'wait', says: own ? `${own} Whether it passes is still asked.` : 'Your judgement is asked for.' }
  if (replaced) return { look: 'none', says: 'You said nothing in time, and others were drawn in your place.' }
  if (own) return { look: 'ok', says: own }
  return {
    look: 'none',
    says: status === 'EXPIRED' ? 'You said nothing. No verdict came in time.' : 'Decided without you.',
  }
}

import { sayOutcome } from '@/components/challenge/words'
import type { StatusLook } from '@/components/ui/status'
import type { AuditView } from './types'

/** Pure: the seats whose vote is still asked for, the nearest deadline first. */
export function toVote(seats: readonly AuditView[]): AuditView[] {
  const end = ({ deadline_at }: AuditView) => (deadline_at ? Date.parse(deadline_at) : Number.POSITIVE_INFINITY)
  return seats.filter(({ status, voted }) => status === 'OPEN' && voted === null).sort((a, b) => end(a) - end(b))
}

/** Pure: what became of a seat, with its sign. */
export function saySeat({ status, voted }: Pick<AuditView, 'status' | 'voted'>): { look: StatusLook; says: string } {
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

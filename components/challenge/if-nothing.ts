import type { ChallengeView } from '@/components/data/types'

type Given = Pick<ChallengeView, 'status' | 'deadline'>

/** Pure: what the countdown counts to. */
export function sayEnd({ status }: Pick<Given, 'status'>): string {
  switch (status) {
    case 'DRAFT':
      return 'Kept for'
    case 'AWAITING_COUNTERPARTY':
      return 'To be accepted within'
    case 'AWAITING_GATEKEEPER':
      return 'To be in place within'
    default:
      return 'Ends in'
  }
}

/** Pure: what time alone makes of it; null once nothing can happen any more. */
export function sayDefault({ status, deadline }: Given): string | null {
  if (!deadline) return null
  switch (status) {
    case 'DRAFT':
      return 'the draft is thrown away.'
    case 'AWAITING_COUNTERPARTY':
      return 'it expires. Nothing is taken, nobody is bound.'
    case 'AWAITING_GATEKEEPER':
      return 'it expires. Nothing is locked.'
    default:
      return 'expired, no contest. The receipt says who stayed silent.'
  }
}

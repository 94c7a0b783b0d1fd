import type { ChallengeView } from '@/components/data/types'

/** Pure: what the countdown counts to. */
export function sayEnd({ status, accepted_at }: Pick<ChallengeView, 'status' | 'accepted_at'>): string {
  switch (status) {
    case 'DRAFT':
      return 'Kept for'
    case 'AWAITING_COUNTERPARTY':
      return accepted_at ? 'Both bonds to be there within' : 'To be accepted within'
    case 'ACTIVE':
      return 'Both answers to be there within'
    case 'AWAITING_GATEKEEPER':
      return 'To be in place within'
    default:
      return 'Ends in'
  }
}

/** Pure: what time alone makes of it, after “If you do nothing:”. */
export function sayDefault({ status, mode }: Pick<ChallengeView, 'status' | 'mode'>): string {
  switch (status) {
    case 'DRAFT':
      return 'the draft is thrown away.'
    case 'AWAITING_COUNTERPARTY':
      return 'it expires, and nothing is taken.'
    case 'AWAITING_GATEKEEPER':
      return 'it expires, and nothing was locked.'
    default:
      return mode === 'FIRE' || mode === 'ENFORCED'
        ? 'it expires as no contest, and bonds go back.'
        : 'it expires as no contest, and the receipt says who stayed silent.'
  }
}

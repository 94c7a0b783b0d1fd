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
    case 'DISPUTED':
      return 'To be decided within'
    default:
      return 'Ends in'
  }
}

type Standing = Pick<ChallengeView, 'status' | 'mode'> & { accepted_at?: string | null }

/** Pure: what time alone makes of it, after “If you do nothing:”. */
export function sayDefault({ status, mode, accepted_at }: Standing): string {
  const isBonded = mode === 'FIRE' || mode === 'ENFORCED'
  switch (status) {
    case 'DRAFT':
      return 'the draft is thrown away.'
    case 'AWAITING_COUNTERPARTY':
      return isBonded && accepted_at
        ? 'it expires. A bond that is there goes back, and the receipt says who stayed away.'
        : 'it expires, and nothing is taken.'
    case 'AWAITING_GATEKEEPER':
      return 'it expires, and nothing was locked.'
    case 'ACTIVE':
      return 'it expires as no contest, all bonds go back, and the receipt says who did not answer.'
    case 'DISPUTED':
      return isBonded
        ? 'it expires as no contest, and all bonds go back, with the fee of the dispute.'
        : 'it expires as no contest.'
    default:
      if (isBonded) return 'it expires as no contest, and all bonds go back.'
      return mode === 'SOLO'
        ? 'it expires as no contest.'
        : 'it expires as no contest, and the receipt says who stayed silent.'
  }
}

/**
 * Pure: the contract's own clock beside the desk's: the sentence that ends with the instant from which anybody may have
 * everything given back. Null where no contract is involved.
 */
export function sayChainEnd({ deadline }: Pick<ChallengeView, 'deadline'>): { text: string; at: string } | null {
  if (!deadline?.chain_at) return null
  return {
    text: 'The desk stops then. Even without the desk, the contract gives everything back from',
    at: deadline.chain_at,
  }
}

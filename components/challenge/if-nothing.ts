import type { ChallengeView } from '@/components/data/types'

export { sayDefault } from '@/lib/challenge/if-nothing'

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

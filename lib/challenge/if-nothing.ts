import type { Mode, Status } from './state'

type Standing = { status: Status; mode: Mode; accepted_at?: Date | string | null }

/** Pure: what time alone makes of a challenge, after “If you do nothing:”. */
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

import { SEAL_OF } from '@/components/challenge/words'
import type { SealState } from '@/components/proof/seal'
import type { Status } from '@/lib/challenge/state'

type Signed = {
  status: Status
  verification: { creator: { wallet: string }; counterparty: { wallet: string } }
}

/** Pure: the seal of a challenge: while it is open, the halves of those who have signed the terms on the table. */
export function sealOf({ status, verification }: Signed): SealState {
  if (status !== 'AWAITING_COUNTERPARTY') return SEAL_OF[status]
  const signed = (side: 'creator' | 'counterparty') => verification[side].wallet === 'VERIFIED'
  return { ...SEAL_OF[status], creator: signed('creator'), counterparty: signed('counterparty') }
}

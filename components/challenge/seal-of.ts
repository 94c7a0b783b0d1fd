import type { ChallengeView } from '@/components/data/types'
import type { SealState } from '@/components/proof/seal'
import { SEAL_OF } from './words'

/** Pure: the seal of one challenge: as its status has it, with the half of whoever has signed the present terms. */
export function sealOf({ status, verification }: Pick<ChallengeView, 'status' | 'verification'>): SealState {
  const seal = SEAL_OF[status]
  if (status !== 'DRAFT' && status !== 'AWAITING_COUNTERPARTY') return seal
  return {
    ...seal,
    creator: verification.creator.wallet === 'VERIFIED',
    counterparty: verification.counterparty.wallet === 'VERIFIED',
  }
}

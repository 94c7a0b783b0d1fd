import type { z } from 'zod'
import type { NetworkAnswer } from '@/lib/chain/schemas'
import type {
  ChallengeAnswer,
  InviteAnswer,
  LogAnswer,
  RehearsalAnswer,
  TypedDataAnswer,
} from '@/lib/challenge/schemas'

/** What the desk answers, as it comes over the wire. Types only: no schema is loaded in the browser for them. */
export type ChallengeView = z.infer<typeof ChallengeAnswer>
export type LogView = z.infer<typeof LogAnswer>
export type RehearsalView = z.infer<typeof RehearsalAnswer>
export type InviteView = z.infer<typeof InviteAnswer>
export type TypedData = z.infer<typeof TypedDataAnswer>['typed_data']
export type NetworkView = z.infer<typeof NetworkAnswer>

/** A row of `stakes`: what the chain says of one deposit. */
export type StakeView = {
  kind: 'HONESTY_BOND' | 'BASE' | 'DISPUTE_FEE'
  role: 'creator' | 'counterparty'
  party: string
  token: string
  amount: string
  status: 'PENDING' | 'HELD' | 'RELEASED' | 'REFUNDED' | 'SLASHED'
  tx_hash: string
  block_number: number
  confirmed: boolean
}

/** `bond` of a challenge. */
export type BondView = {
  network: string
  token_address?: string
  creator: string
  counterparty: string
  creator_base?: string
  counterparty_base?: string
}

import { z } from 'zod'
import type { StakeRow } from './list-stakes'

/** What the chain says of a deposit, as the API answers it. */
export const StakeAnswer = z.object({
  kind: z.enum(['HONESTY_BOND', 'BASE', 'DISPUTE_FEE']),
  role: z.enum(['creator', 'counterparty']),
  party: z.string().meta({ description: 'The address that deposited.' }),
  token: z.string().meta({ description: 'The zero address: the chain’s coin.' }),
  amount: z.string(),
  status: z.enum(['PENDING', 'HELD', 'RELEASED', 'REFUNDED', 'SLASHED']),
  tx_hash: z.string(),
  block_number: z.int(),
  confirmed: z.boolean(),
})

/** Pure: a stake as the API answers it. */
export function toStakeAnswer(stake: StakeRow) {
  return {
    kind: stake.kind,
    role: stake.role,
    party: stake.party,
    token: stake.token,
    amount: stake.amount,
    status: stake.status,
    tx_hash: stake.txHash,
    block_number: Number(stake.blockNumber),
    confirmed: stake.confirmed,
  }
}

import { z } from 'zod'
import { Address, Hash32 } from '@/lib/http/schemas'
import { StakeAnswer } from './stake-answer'

/** What a wallet may send to the escrow for a challenge. */
export const STEPS = [
  'open',
  'join',
  'respond',
  'dispute',
  'fix_seed',
  'seat',
  'settle',
  'split',
  'expire',
  'withdraw',
  'redraw',
  'push',
  'void',
] as const
export type Step = (typeof STEPS)[number]

export const PrepareStep = z.strictObject({
  step: z.enum(STEPS),
  response_hash: Hash32.optional().meta({
    description:
      'respond: keccak256 of the JCS of countersign.response/1, as POST challenges/{id}/respond takes its words.',
  }),
  to: Address.optional().meta({ description: 'withdraw: where to; the caller’s own wallet unless said.' }),
})

export const CallsAnswer = z.object({
  calls: z.array(
    z.object({
      to: z.string(),
      data: z.string(),
      value: z.string().meta({ description: 'Of the chain’s coin, in its smallest unit.' }),
      chain_id: z.string(),
      says: z.string().meta({ description: 'What it does, for whoever signs it.' }),
    }),
  ),
})

export const StakesAnswer = z.object({ data: z.array(StakeAnswer) })

const Settlement = z.object({
  role: z.enum(['creator', 'counterparty', 'moderator']),
  signer: z.string(),
  message: z.record(z.string(), z.string()),
  signature: z.string(),
})

/** Everything it takes to leave without the desk. */
export const DealAnswer = z.object({
  id: z.string(),
  challenge: z.string(),
  chain_id: z.string(),
  escrow: z.string(),
  rpc_url: z.string().optional().meta({ description: 'Of the local chain only.' }),
  deal: z.record(z.string(), z.unknown()).meta({ description: 'The struct `open` was called with.' }),
  domain: z.object({
    name: z.string(),
    version: z.string(),
    chainId: z.int(),
    verifyingContract: z.string(),
  }),
  status: z.object({
    seen: z.string(),
    confirmed: z.string(),
    join_by: z.iso.datetime(),
    respond_by: z.iso.datetime().nullable(),
    settle_by: z.iso.datetime(),
    disputed_at: z.iso.datetime().nullable(),
    dispute_until: z.iso.datetime().nullable(),
    round: z.int(),
    seed_block: z.int().nullable(),
    seed: z.string().nullable(),
    next_attempt: z.int(),
    responses: z.object({ creator: z.string().nullable(), counterparty: z.string().nullable() }),
    ending: z.string().nullable(),
    ended_tx: z.string().nullable(),
  }),
  nonces: z.object({ creator: z.string(), counterparty: z.string() }),
  case_hash: z.string().nullable(),
  settlement: z
    .array(Settlement)
    .meta({ description: 'What was signed and is still open; for the parties and the moderator.' }),
  votes: z.array(z.object({ member: z.string(), outcome: z.string(), round: z.int(), signature: z.string() })),
  roster: z
    .object({
      epoch: z.int(),
      root: z.string(),
      total_weight: z.string(),
      rows: z.array(
        z.object({
          index: z.int(),
          id: z.string(),
          member: z.string(),
          weight_before: z.string(),
          weight: z.string(),
          proof: z.array(z.string()),
        }),
      ),
    })
    .nullable(),
})

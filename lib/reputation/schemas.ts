import { z } from 'zod'
import { PageQuery } from '@/lib/http/page'
import { Address, PartyName } from '@/lib/http/schemas'
import { DIMENSIONS } from './score'

const MAX_AT_ONCE = 100

export const ReputationPath = z.object({
  did: PartyName.meta({ description: 'A did:pkh or did:key, or an address. One wallet is one party on every chain.' }),
})

export const HistoryQuery = PageQuery.extend({
  dimension: z.enum(DIMENSIONS).optional(),
})

export const LookupBody = z
  .strictObject({
    dids: z.array(PartyName).max(MAX_AT_ONCE, 'At most 100 at once.').default([]),
    wallets: z.array(Address).max(MAX_AT_ONCE, 'At most 100 at once.').default([]),
  })
  .refine(({ dids, wallets }) => dids.length + wallets.length > 0, {
    path: ['dids'],
    message: 'Name at least one, by DID or wallet.',
  })
  .refine(({ dids, wallets }) => dids.length + wallets.length <= MAX_AT_ONCE, {
    path: ['wallets'],
    message: 'At most 100 at once.',
  })

const part = z.number().min(0).max(1)
const Share = part.nullable()
const each = <T extends z.ZodType>(schema: T) =>
  z.object({ q: schema, t: schema, r: schema, s: schema, v: schema, i: schema, e: schema })

export const ReputationAnswer = each(
  Share.meta({ description: 'From 0 to 1 with six decimals; null: no history.' }),
).extend({
  did: z.string().meta({ description: 'As it was asked for.' }),
  party: z.string().meta({ description: 'What they are found by: a lower-case address, or a DID.' }),
  trust: part.meta({ description: '0.35 R + 0.35 V + 0.20 Q + 0.10 T, drifting to 0.5 by the day.' }),
  trust_prime: part.meta({ description: 'Trust as far as different users have seen it.' }),
  evidence: each(z.int()).meta({ description: 'How many receipts moved each number.' }),
  interval: each(Share).meta({ description: 'Each number is within ± this, as far as its evidence goes.' }),
  receipts: z.int(),
  counterparties: z.int().meta({ description: 'Different users they dealt with.' }),
  counts: z.object({ completed: z.int(), lost: z.int(), silent: z.int() }),
  alpha_ppm: z.int().meta({ description: 'How far one receipt moves a number at this desk, in parts per million.' }),
  as_of: z.iso.datetime().nullable().meta({ description: 'When the newest receipt was decided.' }),
  updated_at: z.iso.datetime().nullable(),
  read_at: z.iso.datetime().meta({ description: 'What trust is told for.' }),
})

export const HistoryAnswer = z.object({
  receipt_id: z
    .string()
    .nullable()
    .meta({ description: 'Null for whom the receipt is not listed: of one shared by link the id is the key to it.' }),
  receipt_hash: z
    .string()
    .meta({ description: 'sha256 of the receipt’s id as text: the same in every row of a receipt.' }),
  with: z.string().meta({ description: 'Whom they dealt with.' }),
  finalized_at: z.iso.datetime(),
  dimension: z.enum(DIMENSIONS),
  fold: z.int().meta({ description: 'Above 0: a correction.' }),
  superseded: z.boolean().meta({ description: 'A later correction holds instead.' }),
  observation: Share.meta({ description: 'Null in a correction that takes the receipt out.' }),
  alpha_ppm: z.int(),
  n: z.int().meta({ description: '1 + the receipts of this pair of users in the 90 days before.' }),
  before: Share,
  after: Share,
  created_at: z.iso.datetime(),
})

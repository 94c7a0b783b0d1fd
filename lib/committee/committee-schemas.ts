import { z } from 'zod'
import { EXCLUSION_REASONS } from './reasons'

const Seat = z.object({
  seat: z.int(),
  member: z.string().meta({ description: 'The address they sit with.' }),
  id: z.string().meta({ description: 'Their row in the roster: a lower-case address, or a DID.' }),
  attempt: z.int().meta({ description: 'Which attempt of the draw hit them; of `kept` ones, in an earlier round.' }),
  kept: z
    .boolean()
    .meta({ description: 'They sat in the round before, which this one draws anew for silent members.' }),
  judged: z.boolean().meta({ description: 'They have passed or failed the task in this trial.' }),
})

const Round = z.object({
  round: z.int(),
  kind: z.enum(['DRAW', 'REDRAW', 'APPEAL']),
  state: z
    .enum(['WAITING', 'SEATED', 'OVER'])
    .meta({ description: 'WAITING for a block, or for members. OVER: replaced or decided.' }),
  k: z.int(),
  m: z.int(),
  wanted: z
    .object({ k: z.int(), m: z.int() })
    .meta({ description: 'With enough members; k and m are smaller when fewer were eligible.' }),
  missing: z.int().meta({ description: 'How many eligible members more it takes for a committee.' }),
  epoch: z.int().nullable().meta({ description: 'The hour of the roster it is drawn from.' }),
  roster_root: z.string().nullable(),
  randomness: z
    .object({ block_number: z.int(), block_hash: z.string().nullable() })
    .nullable()
    .meta({ description: 'The block the seed comes from, once it is named; its hash, once it is final.' }),
  seed: z.string().nullable().meta({ description: 'keccak256(receipt id ‖ roster root ‖ block hash).' }),
  excluded: z.array(z.object({ member: z.string(), reason: z.enum(EXCLUSION_REASONS) })),
  committee: z.array(Seat),
  opened_at: z.iso.datetime(),
  seated_at: z.iso.datetime().nullable(),
  due_at: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'When its silent members are replaced, or all of it ends; null when that is not to come.' }),
})

const Appeal = z.object({
  by: z.string(),
  round: z.int(),
  appealed: z.enum(['FINALIZED', 'FAILED']),
  bond_atomic: z.string(),
  reason: z.string().nullable().meta({ description: 'For the parties and those drawn to judge; null for others.' }),
  state: z
    .enum(['OPEN', 'WON', 'LOST', 'LAPSED'])
    .meta({ description: 'LAPSED: nobody decided; the verdict stands, the bond went back.' }),
  created_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
})

/** The present round at the top, every round below. */
export const CommitteeAnswer = Round.extend({
  receipt_id: z.string(),
  status: z.string().meta({ description: 'Of the receipt.' }),
  trial: z.int().meta({ description: '0, or 1 once it was appealed.' }),
  appeal: Appeal.nullable(),
  appeal_until: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'Until when either side may appeal; null when it cannot be appealed, or was.' }),
  rounds: z.array(Round),
})

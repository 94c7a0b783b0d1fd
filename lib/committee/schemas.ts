import { z } from 'zod'
import { AnchorAnswer } from '@/lib/anchor/schemas'

/** `current`, or the number of an hour. */
export const RosterPath = z.object({
  epoch: z.union([z.literal('current'), z.string().regex(/^\d{1,9}$/)]).meta({
    description: '`current`, or the hour as a number: unix seconds ÷ 3600, rounded down.',
  }),
})

export const RosterAnswer = z.object({
  epoch: z.int(),
  roster_root: z.string(),
  total_weight: z.string(),
  rows: z.array(
    z.object({
      index: z.int(),
      id: z.string().meta({ description: 'A lower-case address, or a DID.' }),
      member: z.string().meta({ description: 'The address it is drawn by on chain.' }),
      weight_before: z.string(),
      weight: z.string(),
      proof: z.array(z.string()),
    }),
  ),
  anchor: AnchorAnswer,
  published_at: z.iso.datetime(),
})

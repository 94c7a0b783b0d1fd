import { z } from 'zod'
import { Hash32 } from '@/lib/http/schemas'
import { LEAF_KINDS } from '@/lib/proof/merkle'

const STATES = ['OPEN', 'SUBMITTED', 'MINED', 'FINAL', 'REORGED'] as const

/** How far the batch of a receipt has come; without a root while it is still open. */
export const AnchorAnswer = z.object({
  state: z.enum(STATES),
  chain_id: z.string(),
  root: z.string().nullable(),
  tx_hash: z.string().nullable(),
  block_number: z.int().nullable(),
})

export const GetAnchor = {
  params: z.object({ root: Hash32 }),
  query: z.object({ leaf: Hash32.optional(), kind: z.enum(LEAF_KINDS).default('receipt') }),
}

export const BatchAnswer = z.object({
  root: z.string(),
  state: z.enum(STATES),
  chain_id: z.string(),
  eas: z.string(),
  tx_hash: z.string().nullable(),
  block_number: z.int().nullable(),
  block_hash: z.string().nullable(),
  block_time: z.iso.datetime().nullable(),
  size: z.int(),
  created_at: z.iso.datetime(),
  leaf: z
    .object({ kind: z.enum(LEAF_KINDS), id: z.string(), proof: z.array(z.string()) })
    .optional()
    .meta({ description: 'The leaf asked for, with its way to the root.' }),
})

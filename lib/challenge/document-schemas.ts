import { z } from 'zod'
import { Hash32 } from '@/lib/http/schemas'
import { OUTCOMES } from '@/lib/proof/receipt'

/** The hash of a file in the path, as `sha256sum` or the page computes it, with 0x before it. */
export const DocumentPath = z.object({ sha256: Hash32 })

export const DocumentAnswer = z.object({
  data: z.array(
    z.object({
      challenge_id: z
        .string()
        .optional()
        .meta({ description: 'A challenge whose terms name a document with this hash.' }),
      title: z.string().optional(),
      document: z.string().optional().meta({ description: 'What that challenge calls the document.' }),
      role: z
        .enum(['creator', 'counterparty'])
        .optional()
        .meta({ description: 'What the caller is to it, if anything.' }),
      status: z.string(),
      outcome: z.enum(OUTCOMES).nullable(),
      receipt_id: z.string().nullable().meta({ description: 'Alone: the hash is this receipt’s id.' }),
    }),
  ),
})

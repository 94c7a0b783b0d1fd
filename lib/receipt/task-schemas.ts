import { z } from 'zod'
import { multilineText } from '@/lib/http/schemas'
import { didField } from '@/lib/proof/fields'
import { receiptSchema } from '@/lib/proof/receipt'

export const SubmitBody = z.strictObject({
  receipt: receiptSchema.meta({
    description: '`countersign.receipt/1` with kind `task`, exactly as both signed its id.',
  }),
  signatures: z
    .array(z.strictObject({ did: didField, signature: z.string().max(16_384) }))
    .length(2)
    .meta({ description: 'Each side’s ReceiptStatement `COUNTERSIGNED` over the receipt’s id.' }),
  visibility: z.enum(['link', 'public', 'parties']).default('link'),
})
export type SubmitBody = z.output<typeof SubmitBody>

export const AppealBody = z.strictObject({ reason: multilineText(2_000).optional() })

export const AppealAnswer = z.object({
  ok: z.literal(true),
  status: z.literal('APPEALED'),
  round: z.int().meta({ description: 'In which the appeal’s committee will sit.' }),
  k: z.int(),
  m: z.int(),
  bond_atomic: z.string().meta({ description: 'What it took from your credits.' }),
})

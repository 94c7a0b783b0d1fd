import { z } from 'zod'
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

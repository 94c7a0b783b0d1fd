import type { z } from 'zod'
import type { ReceiptAnswer } from '@/lib/receipt/schemas'

/** A receipt as it comes over the wire. */
export type ReceiptView = z.infer<typeof ReceiptAnswer>

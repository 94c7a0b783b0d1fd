import { z } from 'zod'
import { Hash32, Id, plainText } from '@/lib/http/schemas'
import type { Hex } from '@/lib/proof/hash'

const Sha256 = Hash32.transform((hash) => hash as Hex)

/** A file as a dispute names it; its bytes may follow with `POST challenges/:id/evidence`. */
export const EvidenceBody = z.strictObject({
  name: plainText(1, 200),
  size: z.int().min(0).max(2_147_483_647),
  sha256: Sha256,
})

export const UploadQuery = z.strictObject({
  name: plainText(1, 200).meta({ description: 'What the file is called.' }),
  sha256: Sha256.meta({ description: 'The SHA-256 of the bytes in the body, as you computed it.' }),
  size: z.coerce.number().int().min(0).optional().meta({ description: 'Its bytes; checked against the body.' }),
  case_id: Hash32.optional().meta({ description: 'The dispute; by default the open one, else the one you prepared.' }),
})

export const EvidencePath = z.object({ id: Hash32, evidence: Id })

export const EvidenceAnswer = z.object({
  id: z.string(),
  role: z.enum(['creator', 'counterparty']),
  name: z.string().nullable(),
  size: z.int(),
  sha256: z.string(),
  uploaded_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
})

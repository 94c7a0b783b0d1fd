import { z } from 'zod'
import { ChainRef } from '@/lib/http/schemas'
import { offchainMessageSchema } from '@/lib/proof/offchain'
import { CreateAttestation } from '../schemas'

const Unsigned = CreateAttestation.omit({ priority: true })

const Signed = z.strictObject({
  chain_id: ChainRef,
  message: offchainMessageSchema.describe('The message of the typed data that was signed.'),
  signature: z
    .string()
    .regex(/^0x[0-9a-fA-F]{130}$/, 'Give the signature as 0x and 130 hexadecimal digits.')
    .toLowerCase(),
})

/** What is to be attested; or, by an issuer who signs alone, what it has signed. */
export const CreateOffchain = z.union([Signed, Unsigned])
export type CreateOffchain = z.output<typeof CreateOffchain>
export type SignedOffchain = z.output<typeof Signed>

export const OffchainAnswer = z.object({
  uid: z.string(),
  status: z.enum(['UNSIGNED', 'SIGNED']),
  typed_data: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('UNSIGNED: for the issuer to sign; then call again with its message and the signature.'),
  document: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('SIGNED: the EAS document, as EAS’s own tools read it.'),
})

export const OffchainRevocation = z.object({
  uid: z.string(),
  status: z.enum(['WAITING', 'REVOKED']),
  from: z.string(),
  calls: z.array(
    z.object({ to: z.string(), data: z.string(), value: z.string(), chain_id: z.string(), says: z.string() }),
  ),
})

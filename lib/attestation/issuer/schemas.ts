import { z } from 'zod'
import { PageQuery } from '@/lib/http/page'
import { Address, ChainRef, Id, Timestamp } from '@/lib/http/schemas'
import { ISSUER_KINDS } from '../types'

export const CreateIssuer = z
  .strictObject({
    chain_id: ChainRef,
    kind: z
      .enum(ISSUER_KINDS)
      .describe('WALLET: your own wallet signs. KEPT: the desk keeps a key. EXECUTOR: your own programs send.'),
    address: Address.optional().describe(
      'WALLET, EXECUTOR: whose. KEPT: of a key the desk keeps for you already, to sign or renew its delegation; a new key unless said.',
    ),
    valid_until: Timestamp.optional().describe('KEPT: until when the desk may sign with it; a year from now at most.'),
    signature: z
      .string()
      .regex(/^0x[0-9a-fA-F]{2,8192}$/, 'Give the signature as 0x and hexadecimal digits.')
      .optional()
      .describe('Over the typed_data that this call answered before.'),
  })
  .superRefine(({ kind, address, valid_until, signature }, ctx) => {
    const missing = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message })
    if (kind !== 'KEPT' && !address) missing('address', 'Say whose address it is.')
    if (kind === 'KEPT' && signature && !address) missing('address', 'Name the address the typed data names.')
    if (kind !== 'KEPT' && valid_until) missing('valid_until', 'Only a key the desk keeps has an end.')
  })
export type CreateIssuer = z.output<typeof CreateIssuer>

export const IssuerPath = z.object({ id: Id })

export const IssuerFilter = PageQuery.extend({
  chain_id: ChainRef.optional(),
  status: z.enum(['DRAFT', 'ACTIVE', 'ENDED']).optional(),
})
export type IssuerFilter = z.output<typeof IssuerFilter>

const Delegation = z.object({
  domain: z.record(z.string(), z.unknown()),
  message: z.record(z.string(), z.unknown()),
  signer: z.string(),
  signature: z.string(),
})

export const IssuerAnswer = z.object({
  id: z.uuid(),
  chain_id: z.string(),
  kind: z.enum(ISSUER_KINDS),
  address: z.string().describe('The attester on chain.'),
  status: z.enum(['DRAFT', 'ACTIVE', 'ENDED']).describe('DRAFT: what it waits for was not signed yet.'),
  valid_until: z.iso.datetime().nullable().describe('KEPT: the desk signs nothing with it after that.'),
  delegation: Delegation.nullable().describe(
    'What allows the desk to sign with it, or proves that the address is yours.',
  ),
  created_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
})

export const NewIssuerAnswer = IssuerAnswer.extend({
  typed_data: z.record(z.string(), z.unknown()).optional().describe('To be signed, and sent with the same call again.'),
})

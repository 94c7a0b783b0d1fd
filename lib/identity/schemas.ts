import { z } from 'zod'
import { Address, Id, plainText } from '@/lib/http/schemas'

export const ROLES = ['owner', 'admin', 'issuer', 'member', 'reader'] as const
export const Role = z.enum(ROLES)

export const OrganizationAnswer = z.object({
  id: Id,
  name: z.string(),
  role: Role.describe('The caller’s role there.'),
  personal: z.boolean(),
  sandbox: z.boolean(),
})

export const MeAnswer = z.object({
  id: Id,
  did: z.string().describe('did:pkh of the wallet this call acts with.'),
  name: z.string().nullable(),
  wallets: z.array(
    z.object({
      address: z.string(),
      chain_id: z.string().describe('CAIP-2, of the last proof.'),
      kind: z.enum(['EOA', 'CONTRACT']),
      verified_at: z.iso.datetime(),
    }),
  ),
  organizations: z.array(OrganizationAnswer),
  created_at: z.iso.datetime(),
})

export const PatchMe = z.strictObject({ name: plainText(1, 80).nullable() })
export type PatchMe = z.output<typeof PatchMe>

export const UnlinkWallet = z.object({ address: Address })

export const SessionAnswer = z.object({
  id: Id,
  kind: z.enum(['BROWSER', 'TOKEN']),
  wallet_address: z.string(),
  user_agent: z.string().nullable(),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  current: z.boolean().describe('Whether this very call was made in it.'),
})

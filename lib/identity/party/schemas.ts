import { z } from 'zod'
import { Address } from '@/lib/http/schemas'

export const NameParty = z.strictObject({ wallet_address: Address })
export const LeaveParty = z.strictObject({
  wallet_address: Address.optional().describe('Whom to sign out; by default the one this call is made as.'),
})

export const PartyAnswer = z.object({
  address: z.string(),
  did: z.string(),
  chain_id: z.string(),
  user_id: z.string(),
  name: z.string().nullable(),
  active: z.boolean().describe('Whether pages are drawn for this one.'),
})
export const PartiesAnswer = z.object({ data: z.array(PartyAnswer) })

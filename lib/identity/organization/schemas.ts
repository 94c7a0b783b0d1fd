import { z } from 'zod'
import { Address, Id, plainText } from '@/lib/http/schemas'
import { OrganizationAnswer, Role } from '../schemas'

const Sandbox = z
  .boolean()
  .describe('Its events may ask the desk to fail, delay or give up their deliveries. For trying things out.')

export const CreateOrganization = z.strictObject({ name: plainText(1, 80), sandbox: Sandbox.optional() })
export type CreateOrganization = z.output<typeof CreateOrganization>

export const ChangeOrganization = z
  .strictObject({ name: plainText(1, 80).optional(), sandbox: Sandbox.optional() })
  .refine(({ name, sandbox }) => name !== undefined || sandbox !== undefined, 'Say what to change: name or sandbox.')
export type ChangeOrganization = z.output<typeof ChangeOrganization>

export const OrganizationItem = OrganizationAnswer.extend({ created_at: z.iso.datetime() })

export const AddMember = z
  .strictObject({ wallet_address: Address.optional(), user_id: Id.optional(), role: Role })
  .refine(({ wallet_address, user_id }) => (wallet_address === undefined) !== (user_id === undefined), {
    message: 'Name the new member by wallet_address or by user_id.',
  })
export type AddMember = z.output<typeof AddMember>

export const ChangeMember = z.strictObject({ role: Role })
export type ChangeMember = z.output<typeof ChangeMember>

export const MemberPath = z.object({ id: Id, user: Id })
export type MemberPath = z.output<typeof MemberPath>

export const MemberAnswer = z.object({
  organization_id: Id,
  user_id: Id,
  name: z.string().nullable(),
  wallet_address: z.string().nullable().describe('The member’s most recently proven wallet.'),
  role: Role,
  created_at: z.iso.datetime(),
})

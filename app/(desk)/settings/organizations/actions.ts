'use server'

import { z } from 'zod'
import { Address, Id } from '@/lib/http/schemas'
import { addMember } from '@/lib/identity/organization/add-member'
import { changeOrganization } from '@/lib/identity/organization/change'
import { changeMember } from '@/lib/identity/organization/change-member'
import { createOrganization } from '@/lib/identity/organization/create'
import { removeMember } from '@/lib/identity/organization/remove-member'
import { ChangeMember, CreateOrganization, MemberPath } from '@/lib/identity/organization/schemas'
import { Role } from '@/lib/identity/schemas'
import { actAs } from '../act-as'

const NewMember = z.strictObject({ id: Id, wallet_address: Address, role: Role })

export const create = actAs(CreateOrganization, (ctx, input) => createOrganization(ctx, input))
const Sandbox = z.strictObject({ id: Id, sandbox: z.boolean() })

export const setSandbox = actAs(Sandbox, (ctx, input) => changeOrganization(ctx, input))
export const add = actAs(NewMember, (ctx, input) => addMember(ctx, input))
export const change = actAs(MemberPath.extend(ChangeMember.shape), (ctx, input) => changeMember(ctx, input))
export const remove = actAs(MemberPath, (ctx, input) => removeMember(ctx, input))

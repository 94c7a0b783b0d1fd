import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { changeMember } from '@/lib/identity/organization/change-member'
import { removeMember } from '@/lib/identity/organization/remove-member'
import { ChangeMember, MemberAnswer, MemberPath } from '@/lib/identity/organization/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  PATCH: route(
    {
      summary: 'Change a member’s role',
      params: MemberPath,
      body: ChangeMember,
      answer: MemberAnswer,
      limit: 'wallet',
      errors: ['E9007'],
    },
    (ctx, input) => changeMember(ctx, input),
  ),
  DELETE: route(
    {
      summary: 'Remove a member, or leave',
      description: 'Keys made under the membership die with it.',
      params: MemberPath,
      status: 204,
      limit: 'wallet',
      errors: ['E9007'],
    },
    (ctx, input) => removeMember(ctx, input),
  ),
})

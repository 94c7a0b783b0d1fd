import { z } from 'zod'
import { handlers } from '@/lib/http/handlers'
import { PageQuery, pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'
import { Id } from '@/lib/http/schemas'
import { addMember } from '@/lib/identity/organization/add-member'
import { listMembers } from '@/lib/identity/organization/list'
import { AddMember, MemberAnswer } from '@/lib/identity/organization/schemas'

const params = z.object({ id: Id })

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    { summary: 'Who is in an organization', params, query: PageQuery, answer: pageOf(MemberAnswer), limit: 'wallet' },
    (ctx, input) => listMembers(ctx, input),
  ),
  POST: route(
    {
      summary: 'Add a member',
      description: 'By a wallet they have signed in with, or by user id.',
      params,
      body: AddMember,
      answer: MemberAnswer,
      status: 201,
      limit: 'wallet',
      idempotent: true,
      errors: ['E1001', ['E9004', 409], 'E9007'],
    },
    (ctx, input) => addMember(ctx, input),
  ),
})

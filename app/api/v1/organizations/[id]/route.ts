import { z } from 'zod'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { Id } from '@/lib/http/schemas'
import { changeOrganization } from '@/lib/identity/organization/change'
import { ChangeOrganization, OrganizationItem } from '@/lib/identity/organization/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  PATCH: route(
    {
      summary: 'Rename an organization, or make it a sandbox',
      description:
        'By its owners. In production only operators of the desk make a sandbox; an owner may always make it a real organization again.',
      params: z.object({ id: Id }),
      body: ChangeOrganization,
      answer: OrganizationItem,
      limit: 'wallet',
      errors: ['E9007'],
    },
    (ctx, input) => changeOrganization(ctx, input),
  ),
})

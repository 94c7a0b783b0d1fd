import { handlers } from '@/lib/http/handlers'
import { PageQuery, pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'
import { createOrganization } from '@/lib/identity/organization/create'
import { listOrganizations } from '@/lib/identity/organization/list'
import { CreateOrganization, OrganizationItem } from '@/lib/identity/organization/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    { summary: 'Your organizations', query: PageQuery, answer: pageOf(OrganizationItem), limit: 'wallet' },
    (ctx, input) => listOrganizations(ctx, input),
  ),
  POST: route(
    {
      summary: 'Create an organization',
      description: 'You become its owner. Name it in X-Organization to act in it.',
      body: CreateOrganization,
      answer: OrganizationItem,
      status: 201,
      limit: 'wallet',
      idempotent: true,
      errors: ['E9007'],
    },
    (ctx, input) => createOrganization(ctx, input),
  ),
})

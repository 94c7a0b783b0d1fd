import type { OrganizationRole } from '@/lib/context'
import { actIn } from '@/lib/identity/organization/act-in'
import { addMember } from '@/lib/identity/organization/add-member'
import { createOrganization } from '@/lib/identity/organization/create'
import { CreateOrganization } from '@/lib/identity/organization/schemas'
import { type Person, person } from './people'

/** An organization with an owner and somebody in each of these roles, all acting in it. */
export async function organizationOf<R extends Exclude<OrganizationRole, 'owner'>>(
  { sandbox = false }: { sandbox?: boolean },
  ...roles: R[]
): Promise<Record<R | 'owner', Person>> {
  const owner = await person()
  const { id } = await createOrganization(owner.ctx, CreateOrganization.parse({ name: 'Acme', sandbox }))
  const people = { owner: await inside(owner, id) } as Record<R | 'owner', Person>
  for (const role of roles) {
    const member = await person()
    await addMember(owner.ctx, { id, user_id: member.userId, role })
    people[role] = await inside(member, id)
  }
  return people
}

async function inside(who: Person, organizationId: string): Promise<Person> {
  return { ...who, organizationId, ctx: await actIn(who.ctx, organizationId) }
}

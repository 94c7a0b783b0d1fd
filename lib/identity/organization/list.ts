import { z } from 'zod'
import { type Ctx, type OrganizationRole, requireUser } from '@/lib/context'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { requireMembership } from './access'
import { toMemberAnswer, toOrganizationAnswer } from './answers'
import { listMembersOf, listOrganizationsOf } from './store'

type Paging = { limit: number; cursor?: string }

/** The caller's organizations, the personal one among them. */
export async function listOrganizations(ctx: Ctx, { limit, cursor }: Paging) {
  const { userId } = requireUser(ctx)
  const query = ['organizations', userId]
  const after = cursor === undefined ? undefined : decodeCursor(query, cursor, z.uuid())
  const rows = await listOrganizationsOf(ctx.db, userId, limit + 1, after)
  return toPage(
    query,
    rows,
    limit,
    ({ organizationId }) => organizationId,
    ({ organization, role }) => toOrganizationAnswer(organization, role as OrganizationRole),
  )
}

/** Who is in an organization of the caller's. E9008 to strangers. */
export async function listMembers(ctx: Ctx, { id, limit, cursor }: Paging & { id: string }) {
  const { userId } = requireUser(ctx)
  await requireMembership(ctx.db, id, userId)

  const query = ['members', id]
  const after = cursor === undefined ? undefined : decodeCursor(query, cursor, z.uuid())
  const rows = await listMembersOf(ctx.db, id, limit + 1, after)
  return toPage(query, rows, limit, (row) => row.userId, toMemberAnswer)
}

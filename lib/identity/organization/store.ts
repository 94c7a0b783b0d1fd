import type { OrganizationRole } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import type { Db, Tx } from '@/lib/db/transaction'

const MEMBER = {
  user: { include: { wallets: { where: { unlinkedAt: null }, orderBy: { verifiedAt: 'desc' }, take: 1 } } },
} as const

export type NewOrganization = { id: string; name: string; sandbox: boolean; ownerId: string; now: Date }

export async function insertOrganization(tx: Tx, { id, name, sandbox, ownerId, now }: NewOrganization): Promise<void> {
  await tx.organization.create({ data: { id, name, sandbox, createdAt: now } })
  await tx.membership.create({ data: { organizationId: id, userId: ownerId, role: 'owner', createdAt: now } })
}

export function findOrganization(db: Db, id: string) {
  return db.organization.findUniqueOrThrow({ where: { id } })
}

/** As it is afterwards. */
export function saveOrganization(tx: Tx, id: string, change: { name?: string; sandbox?: boolean }) {
  return tx.organization.update({ where: { id }, data: change })
}

/** The organization that is the user's alone; null only for a user that never was. */
export async function findPersonalOrganizationOf(sql: Sql, userId: string): Promise<string | null> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT o.id FROM organizations o JOIN memberships m ON m.organization_id = o.id
    WHERE m.user_id = ${userId}::uuid AND o.personal`
  return rows[0]?.id ?? null
}

/** The user's organizations in the order of their ids, after `after`. */
export function listOrganizationsOf(db: Db, userId: string, limit: number, after?: string) {
  return db.membership.findMany({
    where: { userId, ...(after ? { organizationId: { gt: after } } : {}) },
    include: { organization: true },
    orderBy: { organizationId: 'asc' },
    take: limit,
  })
}

/** The user's role in an organization, and whether it is a personal one; null for strangers. */
export async function findMembership(db: Db, organizationId: string, userId: string) {
  const row = await db.membership.findUnique({
    where: { organizationId_userId: { organizationId, userId } },
    include: { organization: { select: { personal: true } } },
  })
  return row && { role: row.role as OrganizationRole, personal: row.organization.personal }
}

/** A member with name and newest wallet. */
export function findMember(db: Db, organizationId: string, userId: string) {
  return db.membership.findUnique({ where: { organizationId_userId: { organizationId, userId } }, include: MEMBER })
}
export type MemberRow = NonNullable<Awaited<ReturnType<typeof findMember>>>

export function listMembersOf(db: Db, organizationId: string, limit: number, after?: string): Promise<MemberRow[]> {
  return db.membership.findMany({
    where: { organizationId, ...(after ? { userId: { gt: after } } : {}) },
    include: MEMBER,
    orderBy: { userId: 'asc' },
    take: limit,
  })
}

export async function insertMember(
  tx: Tx,
  organizationId: string,
  userId: string,
  role: OrganizationRole,
  now: Date,
): Promise<void> {
  await tx.membership.create({ data: { organizationId, userId, role, createdAt: now } })
}

export async function saveRole(tx: Tx, organizationId: string, userId: string, role: OrganizationRole): Promise<void> {
  await tx.membership.update({ where: { organizationId_userId: { organizationId, userId } }, data: { role } })
}

export async function deleteMember(tx: Tx, organizationId: string, userId: string): Promise<void> {
  await tx.membership.delete({ where: { organizationId_userId: { organizationId, userId } } })
}

export function countOwners(tx: Tx, organizationId: string): Promise<number> {
  return tx.membership.count({ where: { organizationId, role: 'owner' } })
}

/** Every change of members takes this lock first, so that two cannot both find another owner left. */
export async function lockOrganization(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM organizations WHERE id = ${id}::uuid FOR UPDATE`
}

/** As `lockOrganization` for all the user is in, in one order. */
export async function lockOrganizationsOf(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT o.id FROM organizations o JOIN memberships m ON m.organization_id = o.id
    WHERE m.user_id = ${userId}::uuid ORDER BY o.id FOR UPDATE OF o`
}

/** Names of the organizations in which others are, and of which `userId` is the only owner. */
export async function findOrphaned(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.organization.findMany({
    where: {
      memberships: { some: { userId, role: 'owner' }, none: { userId: { not: userId }, role: 'owner' } },
      AND: { memberships: { some: { userId: { not: userId } } } },
    },
    select: { name: true },
  })
  return rows.map(({ name }) => name)
}

/** Out of every shared organization, which are returned by their ids; the personal one stays, without its name. */
export async function leaveAll(tx: Tx, userId: string): Promise<{ organizationId: string; role: string }[]> {
  const left = await tx.membership.findMany({
    where: { userId, organization: { personal: false } },
    select: { organizationId: true, role: true },
    orderBy: { organizationId: 'asc' },
  })
  await tx.membership.deleteMany({ where: { userId, organization: { personal: false } } })
  await tx.organization.updateMany({
    where: { personal: true, memberships: { some: { userId } } },
    data: { name: 'Erased' },
  })
  return left
}

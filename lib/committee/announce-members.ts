import type { Ctx } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import { publish } from '@/lib/event/publish'
import type { Hex } from '@/lib/proof/hash'
import type { Task } from './task-row'

type Told = Pick<Ctx, 'now' | 'requestId'>

/** Tells both sides of a task that its committee sits, as part of the caller's transaction. */
export async function tellSeated(tx: Sql, { now, requestId }: Told, task: Task): Promise<void> {
  const { id, subject, status, round, k, m } = task
  const data = { receipt_id: id, kind: 'task', subject, outcome: null, split: false, status, round, k, m }
  await publish(tx, {
    type: 'receipt.committee_seated',
    subject: id,
    organizations: sidesOf(task).map((organizationId) => ({ organizationId, data })),
    requestId,
    now,
  })
}

/** The organizations of both sides. */
export function sidesOf(task: Pick<Task, 'clientOrganizationId' | 'providerOrganizationId'>): string[] {
  return [task.clientOrganizationId, task.providerOrganizationId].filter((id) => id !== null)
}

/** Tells members that they were drawn, as far as they are known here, as part of the caller's transaction. */
export async function announceMembers(
  tx: Sql,
  { now, requestId }: Told,
  seated: { receiptId: Hex; round: number; members: readonly Hex[]; dueAt: Date },
): Promise<void> {
  const { receiptId, round, dueAt } = seated
  const homes = await listHomes(tx, seated.members)
  await publish(tx, {
    type: 'audit.seated',
    subject: receiptId,
    organizations: homes.map(({ member, organizationId }) => ({
      organizationId,
      data: { receipt_id: receiptId, round, member, due_at: dueAt.toISOString() },
    })),
    requestId,
    now,
  })
}

type Home = { member: Hex; organizationId: string }

/** Where each member is told: the organization of the agent, else the personal one of whoever has linked the wallet. */
async function listHomes(sql: Sql, members: readonly Hex[]): Promise<Home[]> {
  return sql.$queryRaw<Home[]>`
    SELECT DISTINCT ON (asked.place) asked.member, home.id::text AS "organizationId"
    FROM unnest(${members}::text[]) WITH ORDINALITY AS asked(member, place)
    CROSS JOIN LATERAL (
      SELECT organization_id AS id, 0 AS rank FROM agents WHERE member = asked.member AND auditor
      UNION ALL
      SELECT o.id, 1 FROM wallets w JOIN memberships m ON m.user_id = w.user_id
        JOIN organizations o ON o.id = m.organization_id AND o.personal
      WHERE w.address = asked.member AND w.unlinked_at IS NULL
    ) AS home
    ORDER BY asked.place, home.rank`
}

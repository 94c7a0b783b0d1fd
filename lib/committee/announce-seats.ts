import { findPersonalOrganization, findUserOf, loadChallenge } from '@/lib/challenge/store'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/transaction'
import { publish } from '@/lib/event/publish'
import type { Hex } from '@/lib/proof/hash'

/** Tells members of a panel that they were drawn, as far as they are known here, as part of the caller's transaction. */
export async function announceSeats(
  tx: Tx,
  ctx: Ctx,
  challengeId: string,
  caseId: Hex,
  members: readonly Hex[],
): Promise<void> {
  if (members.length === 0) return
  const { deadlineAt } = await loadChallenge(tx, challengeId)
  const organizations = new Set<string>()
  for (const member of new Set(members)) {
    const userId = await findUserOf(tx, member)
    const organizationId = userId && (await findPersonalOrganization(tx, userId))
    if (organizationId) organizations.add(organizationId)
  }

  const data = {
    challenge_id: challengeId,
    case_id: caseId,
    role: 'panel',
    asked: 'vote',
    deadline_at: deadlineAt?.toISOString() ?? null,
  }
  await publish(tx, {
    type: 'challenge.turn',
    subject: challengeId,
    requestId: ctx.requestId,
    now: ctx.now,
    organizations: [...organizations].map((organizationId) => ({ organizationId, data })),
  })
}

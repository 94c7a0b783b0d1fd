import { retireAgentsOf } from '@/lib/agent/store'
import { recordAudit } from '@/lib/audit/record'
import { eraseResponses } from '@/lib/challenge/erase-responses'
import { eraseCaseTexts } from '@/lib/committee/erase-cases'
import type { Ctx } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { eraseContacts } from '@/lib/notification/erase-contacts'
import { enqueue } from '@/lib/queue/enqueue'
import { eraseReferences } from '@/lib/receipt/attestation-erase'
import { revokeKeysOf } from './api-key/store'
import { closeEndpoints, deleteAnswers, eraseAppealReasons, eraseUnsigned, forgetKeyNames } from './erase/store'
import { findOrphaned, findPersonalOrganizationOf, leaveAll, lockOrganizationsOf } from './organization/store'
import { requireSession, type SessionActor } from './require-session'
import { eraseSessions } from './session-store'
import { markErased, unlinkWallets } from './user-store'

/**
 * Erases the caller: name and browsers' names gone, wallets unlinked, sessions and keys dead, memberships ended; what they
 * answered, wrote and showed in disputes gone, drafts nobody signed emptied, agents retired; nobody writes to them any more. What their own
 * organization published, was sent and called goes in a job (erase/erase.job.ts), since it may be much. What was signed
 * stays, as do hashes. E9007 while others would be left in an organization without an owner.
 */
export async function eraseMe(ctx: Ctx): Promise<void> {
  const actor = requireSession(ctx)
  await inTransaction(ctx, async (tx) => {
    await lockOrganizationsOf(tx, actor.userId)
    const orphaned = await findOrphaned(tx, actor.userId)
    if (orphaned.length > 0) {
      throw new AppError('E9007', `You are the last owner of ${orphaned.join(', ')}. Name another owner there first.`)
    }

    // Wallets before sessions: a sign-in that was first has its session ended below, a later one finds no wallet.
    if (!(await markErased(tx, actor.userId, ctx.now))) return
    await eraseReferences(tx, actor.userId)
    await unlinkWallets(tx, actor.userId, ctx.now)
    await eraseSessions(tx, actor.userId, ctx.now)
    await revokeKeysOf(tx, { userId: actor.userId }, ctx.now)
    await forgetKeyNames(tx, actor.userId)
    await eraseCaseTexts(tx, actor.userId)
    await eraseResponses(tx, actor.userId)
    await eraseUnsigned(tx, actor.userId)
    await eraseAppealReasons(tx, actor.userId)
    await eraseContacts(tx, actor.userId, ctx.now)
    await retireAgentsOf(tx, actor.userId, ctx.now)
    await leave(tx, ctx, actor)
  })
}

/** Out of every organization; the one that was theirs alone is closed, and emptied by the job. */
async function leave(tx: Tx, ctx: Ctx, actor: SessionActor): Promise<void> {
  const { requestId, now } = ctx
  const left = await leaveAll(tx, actor.userId)
  const personal = await findPersonalOrganizationOf(tx, actor.userId)
  if (personal) {
    await closeEndpoints(tx, personal, now)
    await deleteAnswers(tx, actor.userId, personal)
    await enqueue(tx, 'erase-rest', { organization_id: personal }, { key: `erase-rest:${personal}` })
    await recordAudit(tx, { organizationId: personal, actor, action: 'account.erased', requestId, now })
  }
  const target = `user:${actor.userId}`
  for (const { organizationId, role } of left) {
    const details = { role, erased: true }
    await recordAudit(tx, { organizationId, actor, action: 'member.removed', target, details, requestId, now })
  }
}

import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { draftOf } from './counter-draft'
import { loadChallenge, notFound } from './store'
import { requireViewer } from './viewer'

/** A DRAFT of the caller's with everything they chose, to go on writing it. Throws E3010, and E3014 once it was sent. */
export async function getDraft(ctx: Ctx, input: { id: string }) {
  const challenge = await loadChallenge(ctx.db, input.id)
  const { role } = await requireViewer(ctx, ctx.db, challenge)
  if (role !== 'creator') throw notFound()
  if (challenge.status !== 'DRAFT') throw new AppError('E3014', 'This challenge is no draft any more.')

  const draft = draftOf(challenge)
  return {
    id: challenge.id,
    mode: draft.mode,
    title: draft.title,
    description: draft.description,
    terms: draft.terms,
    documents: draft.documents,
    counterparty: draft.counterparty,
    visibility: draft.visibility,
    expires_at: draft.expiresAt,
    resolution_due_at: draft.resolutionDueAt,
    requirements: draft.requirements,
    bond: draft.bond,
    resolution: draft.resolution,
    enforced: draft.enforced,
    created_at: challenge.createdAt,
  }
}

import type { Challenge } from '@/lib/challenge/challenge'
import type { Role } from '@/lib/challenge/state'
import { notFound } from '@/lib/challenge/store'
import { requireViewer } from '@/lib/challenge/viewer'
import { requireCase } from '@/lib/committee/require-case'
import { caseOf } from '@/lib/committee/votes'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { isAppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'

/** What somebody is to a deal. `member`: the address they sit on its panel with, whatever the challenge's visibility. */
export type DealViewer = { role: Role; member: Hex | null }

const INSIDERS: readonly Role[] = ['creator', 'counterparty', 'moderator']

/** Whoever may see the challenge, and who sits on its panel. E3010 for everybody else. */
export async function requireDealViewer(ctx: Ctx, challenge: Challenge): Promise<DealViewer> {
  const viewer = await requireViewer(ctx, ctx.db, challenge).catch(onlyRefusals)
  if (viewer && INSIDERS.includes(viewer.role)) return { role: viewer.role, member: null }

  const member = await findSeat(ctx, challenge)
  if (!viewer && !member) throw notFound()
  return { role: viewer?.role ?? 'stranger', member }
}

/** As `requireDealViewer`, but nobody who only looks on: E3010 for them too. */
export async function requireInsider(ctx: Ctx, challenge: Challenge): Promise<DealViewer> {
  const viewer = await requireDealViewer(ctx, challenge)
  if (!INSIDERS.includes(viewer.role) && !viewer.member) throw notFound()
  return viewer
}

async function findSeat(ctx: Ctx, challenge: Challenge): Promise<Hex | null> {
  const dispute = await caseOf(sqlOver(ctx.pool), challenge.id)
  const seen = dispute && (await requireCase(ctx, dispute.id).catch(onlyRefusals))
  return seen?.member ?? null
}

function onlyRefusals(error: unknown): null {
  if (isAppError(error)) return null
  throw error
}

import { loadChallenge } from '@/lib/challenge/store'
import { requireViewer } from '@/lib/challenge/viewer'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { listStakes } from './list-stakes'
import { toStakeAnswer } from './stake-answer'

/** What the chain says of a challenge's deposits (`GET challenges/:id/stakes`), to whoever sees the challenge. E3010. */
export async function getStakes(ctx: Ctx, { id, invite }: { id: string; invite?: string | undefined }) {
  const challenge = await loadChallenge(ctx.db, id)
  await requireViewer(ctx, ctx.db, challenge, invite)
  const stakes = await listStakes(sqlOver(ctx.pool), challenge.id)
  return { data: stakes.map(toStakeAnswer) }
}

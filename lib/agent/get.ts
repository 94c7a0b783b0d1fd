import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { findStakePlace, toView } from './agent-view'
import { findAgent } from './store'

/** `GET agents/:did`: public. E8001 for a DID nobody registered. */
export async function getAgent(ctx: Ctx, { did }: { did: string }) {
  const sql = sqlOver(ctx.pool)
  const [agent, place] = [await findAgent(sql, did), await findStakePlace()]
  if (!agent) throw noAgent()
  return toView(sql, ctx, agent, place)
}

export function noAgent(): AppError {
  return new AppError('E8001', 'Nobody has registered an agent with this DID here.')
}

import { findAgents } from '@/lib/agent/find-agents'
import type { Ctx } from '@/lib/context'
import { getMe } from '@/lib/identity/get-me'

/** Everything the viewer is called in receipts: their wallets’ addresses, and the DIDs of agents with a key of their own. */
export async function readNames(ctx: Ctx): Promise<string[]> {
  if (ctx.actor.kind !== 'user') return []
  const [{ wallets }, { data: agents }] = await Promise.all([getMe(ctx), findAgents(ctx, { mine: true, limit: 100 })])
  return [...new Set([...wallets.map(({ address }) => address), ...agents.map(({ did }) => did)])]
}

import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { partyKeyOf } from '@/lib/receipt/party-key'
import { ONE } from './integers'
import { listStandings } from './store'
import { toAnswer } from './view'

/** Where parties stand, in the order they are asked for. Whoever has no history is told so. Public. */
export async function lookUpReputation(ctx: Ctx, input: { dids: readonly string[]; wallets: readonly string[] }) {
  const asked = [...input.dids, ...input.wallets].map((did) => ({ did, party: partyKeyOf(did) }))
  const standings = await listStandings(
    sqlOver(ctx.pool),
    asked.map(({ party }) => party),
  )
  const alphaPpm = Math.round(env().REPUTATION_ALPHA * ONE)
  return asked.map((one) => toAnswer(standings.get(one.party) ?? null, { ...one, alphaPpm, now: ctx.now }))
}

/** Where one party stands. */
export async function getReputation(ctx: Ctx, { did }: { did: string }) {
  const [answer] = await lookUpReputation(ctx, { dids: [did], wallets: [] })
  return answer
}

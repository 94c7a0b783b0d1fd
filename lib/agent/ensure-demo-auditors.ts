import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { newId } from '@/lib/id'
import { log } from '@/lib/log'
import { pkhDid } from '@/lib/proof/did'
import { memberOf } from '@/lib/proof/did-key'
import { insertDemoOwner, lockDemo } from './demo-store'
import { LOCAL_CANDIDATES } from './local-candidates.mjs'
import { findAgent, findAuditorOf, putAgent, saveAuditor } from './store'

const TTL_SECONDS = 365 * 86_400

/**
 * On a desk whose anchors go to the local chain, registers seven of its accounts as auditors: users with a wallet and an
 * agent like anybody's. Once: what became of them since is theirs. Nothing on any other desk.
 */
export async function ensureDemoAuditors(ctx: Pick<Ctx, 'pool' | 'now'>): Promise<void> {
  if (env().ANCHOR_CHAIN !== LOCAL_CHAIN || (await areRegistered(sqlOver(ctx.pool)))) return

  await inSqlTransaction({ pool: ctx.pool }, async (tx) => {
    await lockDemo(tx)
    for (const [index, address] of LOCAL_CANDIDATES.entries()) await register(tx, address, index + 1, ctx.now)
  })
  log.info('registered seven demo auditors')
}

/** All of them are registered together, so the last one tells. */
async function areRegistered(sql: Sql): Promise<boolean> {
  const last = LOCAL_CANDIDATES[LOCAL_CANDIDATES.length - 1]
  return last !== undefined && (await findAgent(sql, pkhDid(LOCAL_CHAIN, last))) !== null
}

async function register(tx: Sql, address: string, number: number, now: Date): Promise<void> {
  const did = pkhDid(LOCAL_CHAIN, address)
  if (await findAgent(tx, did)) return

  const { userId, organizationId } = await insertDemoOwner(tx, address, now)
  await putAgent(tx, {
    id: newId(),
    did,
    member: memberOf(did),
    userId,
    organizationId,
    name: `Demo auditor ${number}`,
    capabilities: [
      { description: 'Judges tasks and disputes on the local chain.', tags: ['audit', 'demo'], version: '1.0.0' },
    ],
    ttlSeconds: TTL_SECONDS,
    expiresAt: addSeconds(now, TTL_SECONDS),
    now,
  })
  if ((await findAuditorOf(tx, userId)) === null) await saveAuditor(tx, did, true, now)
}

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
import { findAgent, findAuditorOf, putAgent, saveAuditor } from './store'

/** Accounts 10 to 16 of the mnemonic every local chain begins with, so that committees can be tried without anybody's leave. */
export const LOCAL_CANDIDATES = [
  '0xbcd4042de499d14e55001ccbb24a551f3b954096',
  '0x71be63f3384f5fb98995898a86b02fb2426c5788',
  '0xfabb0ac9d68b0b445fb7357272ff202c5651694a',
  '0x1cbd3b2770909d4e10f157cabc84c7264073c9ec',
  '0xdf3e18d64bc6a983f673ab319ccae4f1a57c7097',
  '0xcd3b766ccdd6ae721141f452c550ca635964ce71',
  '0x2546bcd3c84621e976d8185a91a922ae77ecec30',
] as const

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

import { deleteAgentChallenges } from '@/lib/agent/challenge-store'
import { deleteHints } from '@/lib/attestation/hint-store'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { sweepIdempotencyKeys } from '@/lib/http/idempotency-store'
import { sweepRateBuckets } from '@/lib/http/rate-store'
import { log } from '@/lib/log'

/** How long after its end a text to sign is still known, so that whoever comes late is told that it is over. */
const KEPT_SECONDS = 24 * 60 * 60

/** Deletes what has served its time: rate windows, idempotency keys, texts nobody signed in time. */
export async function cleanUp(ctx: Pick<Ctx, 'pool' | 'now'>): Promise<void> {
  const sql = sqlOver(ctx.pool)
  const before = addSeconds(ctx.now, -KEPT_SECONDS)
  const deleted = {
    rateBuckets: await sweepRateBuckets(sql, ctx.now),
    idempotencyKeys: await sweepIdempotencyKeys(sql, ctx.now),
    signingTexts: await deleteSigningTexts(sql, before),
    walletChallenges: await deleteWalletChallenges(sql, before),
    chainHints: await deleteHints(sql, before),
    agentChallenges: await deleteAgentChallenges(sql, before),
  }
  log.debug(deleted, 'cleaned up')
}

async function deleteSigningTexts(sql: Sql, before: Date): Promise<number> {
  return sql.$executeRaw`DELETE FROM signing_texts WHERE expires_at < ${before.toISOString()}::timestamptz`
}

async function deleteWalletChallenges(sql: Sql, before: Date): Promise<number> {
  return sql.$executeRaw`DELETE FROM wallet_challenges WHERE expires_at < ${before.toISOString()}::timestamptz`
}

import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { log } from '@/lib/log'
import { ITEM_TTL_SECONDS } from '../types'
import type { EasChain } from './eas-chain'
import { adoptStray } from './find-results'
import { giveBack, holdSigned, listExpired, noteReached } from './item-store'
import { AWAY_SECONDS } from './limits'
import { listLoose } from './store'
import type { Issuer } from './submission'
import { failItems } from './tell-ended'

const EXPIRED = {
  name: 'EXPIRED',
  sentence: `It could not be sent for ${ITEM_TTL_SECONDS / 60} minutes in which the chain could be reached.`,
}
const EXPIRE_AT_ONCE = 200

type Looking = { chain: EasChain; head: Date; issuerOf: (issuerId: string) => Promise<Issuer> }

/**
 * What waited too long is given up. Time in which the chain did not answer, or nobody asked it, does not count, nor does
 * that in which an old signature may. What was signed before is looked for on the chain first.
 */
export async function expireOld(ctx: Ctx, chainId: number, looking: Looking): Promise<void> {
  const sql = sqlOver(ctx.pool)
  await countReached(ctx, chainId)
  await holdSigned(sql, chainId, { head: looking.head, until: addSeconds(ctx.now, ITEM_TTL_SECONDS) })

  const old = await listExpired(sql, chainId, ctx.now, EXPIRE_AT_ONCE)
  if (old.length === 0) return
  const standing = await findStanding(
    ctx,
    old.filter(({ signed }) => signed),
    looking,
  )
  const expired = old.filter(({ id }) => !standing.has(id)).map(({ id }) => ({ id, refusal: EXPIRED }))
  await inTransaction({ db: ctx.db, pool: ctx.pool }, (tx) => failItems(tx, expired, ctx.now, 'EXPIRED'))
}

/** That the chain answers is known only together with the time that is given back for it. */
function countReached(ctx: Ctx, chainId: number): Promise<void> {
  return inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    const counted = addSeconds(await noteReached(tx, chainId, ctx.now), AWAY_SECONDS)
    if (counted < ctx.now) await giveBack(tx, chainId, { from: counted, until: ctx.now })
  })
}

/** Those that stand on the chain after all, and those of which that cannot be told now. */
async function findStanding(
  ctx: Ctx,
  signed: readonly { id: string; issuerId: string }[],
  { chain, issuerOf }: Looking,
): Promise<Set<string>> {
  const standing = new Set<string>()
  for (const issuerId of new Set(signed.map((item) => item.issuerId))) {
    const ids = new Set(signed.filter((item) => item.issuerId === issuerId).map(({ id }) => id))
    try {
      const items = (await listLoose(sqlOver(ctx.pool), issuerId)).filter(({ id }) => ids.has(id))
      for (const id of await adoptStray(ctx, await issuerOf(issuerId), chain, items)) standing.add(id)
    } catch (err) {
      log.warn({ err, issuer: issuerId }, 'it could not be told whether what is too old stands on its chain')
      for (const id of ids) standing.add(id)
    }
  }
  return standing
}

import { easOf } from '@/lib/chain/networks'
import type { Ctx } from '@/lib/context'
import { inTransaction, isUniqueViolation } from '@/lib/db/transaction'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { networkOf } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import { enqueueAdvance } from './enqueue-advance'
import { type BatchLimits, batchLimits, isBatchDue } from './limits'
import { growTree } from './merkle-tree'
import { findLooseLeaves, insertBatch } from './store'

/** Where a batch will be timestamped. */
export type AnchorPlace = { chainId: number; eas: Hex }

/** The chain and EAS of ANCHOR_CHAIN; null when no EAS is known there. */
export function anchorPlace(): AnchorPlace | null {
  const chainId = env().ANCHOR_CHAIN
  const network = networkOf(chainId)
  const eas = network && easOf(network).eas
  return eas ? { chainId, eas: eas as Hex } : null
}

/**
 * Closes a batch over the leaves that wait, when it is due (domain §7), and enqueues its anchoring. Returns its id, or
 * null when nothing is due or another worker was quicker.
 */
export async function closeBatch(
  ctx: Ctx,
  limits: BatchLimits = batchLimits(),
  place: AnchorPlace | null = anchorPlace(),
): Promise<string | null> {
  const loose = await findLooseLeaves(ctx.db, limits.maxLeaves)
  if (!isBatchDue({ count: loose.length, oldest: loose[0]?.createdAt ?? null }, limits, ctx.now)) return null
  if (!place) {
    log.error(`No EAS is known on ANCHOR_CHAIN ${env().ANCHOR_CHAIN}: receipts are not anchored`)
    return null
  }

  const { root } = growTree(loose.map(({ leaf }) => leaf))
  const batch = { root, leafIds: loose.map(({ id }) => id), ...place, now: ctx.now }
  try {
    return await inTransaction({ db: ctx.db }, async (tx) => {
      const id = await insertBatch(tx, batch)
      if (!id) throw new Overtaken()
      await enqueueAdvance(tx, id)
      return id
    })
  } catch (error) {
    if (error instanceof Overtaken || isUniqueViolation(error)) return null
    throw error
  }
}

/** Another worker took some of the leaves. */
class Overtaken extends Error {}

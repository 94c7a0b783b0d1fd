import { proveLeaf } from '@/lib/anchor/prove-leaf'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { caip2 } from '@/lib/proof/chains'
import { currentRoster, loadRoster } from './load-roster'

/** A roster with the proof of each of its rows (`GET rosters/:epoch`). E9008 for an hour without one, E4004 without any. */
export async function getRoster(ctx: Ctx, { epoch }: { epoch: string }) {
  const roster = epoch === 'current' ? await currentRoster(ctx) : await loadRoster(sqlOver(ctx.pool), Number(epoch))
  const inclusion = await proveLeaf(ctx.db, 'roster', roster.root)
  const batch = inclusion?.batch

  return {
    epoch: roster.epoch,
    roster_root: roster.root,
    total_weight: roster.totalWeight,
    rows: roster.rows.map(({ index, id, member, weightBefore, weight }) => ({
      index,
      id,
      member,
      weight_before: weightBefore,
      weight,
      proof: roster.proofOf(index),
    })),
    anchor: {
      state: batch?.state ?? 'OPEN',
      chain_id: caip2(batch?.chainId ?? env().ANCHOR_CHAIN),
      root: batch?.root ?? null,
      tx_hash: batch?.txHash ?? null,
      block_number: batch?.blockNumber ?? null,
    },
    published_at: roster.publishedAt,
  }
}

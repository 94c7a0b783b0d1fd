import type pg from 'pg'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { singleton } from '@/lib/singleton'
import { getProof, type Proof } from './get-proof'
import { findNewestPublicId } from './store'

/** How long it may be until a newer one is shown. */
const FRESH_MS = 5_000

type Known = { until: number; shown: Promise<Proof | null> }
const cache = singleton('shown-receipt', () => new WeakMap<pg.Pool, Known>())

/**
 * The newest public receipt of a challenge, as everybody sees it; null when there is none. Looked for at most every few
 * seconds per process, whoever asks.
 */
export function findShownReceipt(ctx: Ctx): Promise<Proof | null> {
  const known = cache.get(ctx.pool)
  if (known && known.until > performance.now()) return known.shown

  const shown = findNewest(ctx)
  cache.set(ctx.pool, { until: performance.now() + FRESH_MS, shown })
  shown.catch(() => cache.delete(ctx.pool))
  return shown
}

async function findNewest(ctx: Ctx): Promise<Proof | null> {
  const id = await findNewestPublicId(sqlOver(ctx.pool))
  return id && getProof({ ...ctx, actor: { kind: 'anonymous' } }, { id })
}

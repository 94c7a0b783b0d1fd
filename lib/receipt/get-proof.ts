import type { Batch } from '@/lib/anchor/batch'
import { findBatches } from '@/lib/anchor/find-batches'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { UnsealedBundle } from '@/lib/proof/bundle'
import type { Hex } from '@/lib/proof/hash'
import { buildBundle } from './build-bundle'
import type { Visibility } from './issue'
import { loadParts } from './load-parts'
import { requireVisible } from './require-visible'

/** A receipt as its page shows it. */
export type Proof = {
  id: Hex
  status: string
  visibility: Visibility
  /** They get the bundle whole. */
  isParty: boolean
  /** Redacted for everybody: the page is public and gets printed. Its anchor is in `batch`. */
  bundle: UnsealedBundle
  /** Null while the receipt waits for one. */
  batch: Batch | null
}

/** What everybody who may see a receipt sees of it (domain §3, "Who sees what"). E7001 as for the receipt itself. */
export async function getProof(ctx: Ctx, input: { id: string }): Promise<Proof> {
  const { id, receipt, status, visibility, isParty } = await requireVisible(ctx, input.id)
  if (receipt.kind !== 'challenge') throw new AppError('E9010', 'Pages of agents’ tasks are not built yet.')

  const [parts, batches] = await Promise.all([loadParts(ctx, receipt), findBatches(ctx.db, 'receipt', [id])])
  const bundle = buildBundle({ ...parts, receipt, inclusion: null, redacted: true })
  return { id, status, visibility, isParty, bundle, batch: batches.get(id) ?? null }
}

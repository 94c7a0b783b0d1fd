import type { Batch } from '@/lib/anchor/batch'
import { findBatches } from '@/lib/anchor/find-batches'
import { getCommittee } from '@/lib/committee/get-committee'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import type { UnsealedBundle } from '@/lib/proof/bundle'
import type { Hex } from '@/lib/proof/hash'
import { toPublicStatement } from './attestation'
import { listStatements } from './attestation-store'
import type { Visibility } from './issue'
import { loadBundle } from './load-parts'
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
  /** Of a task. */
  judged: Judged | null
}

/** Who judges a task and what they said, as the API answers it. */
type Judged = {
  committee: Awaited<ReturnType<typeof getCommittee>>
  statements: ReturnType<typeof toPublicStatement>[]
}

/** What everybody who may see a receipt sees of it (domain §3, "Who sees what"). E7001 as for the receipt itself. */
export async function getProof(ctx: Ctx, input: { id: string }): Promise<Proof> {
  const { id, receipt, status, visibility, isParty } = await requireVisible(ctx, input.id)
  const [bundle, batches, judged] = await Promise.all([
    loadBundle(ctx, { id, receipt }, null, true),
    findBatches(ctx.db, 'receipt', [id]),
    receipt.kind === 'task' ? loadJudged(ctx, id) : null,
  ])
  return { id, status, visibility, isParty, bundle, batch: batches.get(id) ?? null, judged }
}

/** Without what somebody wrote: why they appeal, and where their evidence lies. */
async function loadJudged(ctx: Ctx, id: Hex): Promise<Judged> {
  const [{ appeal, ...committee }, statements] = await Promise.all([
    getCommittee(ctx, { id }),
    listStatements(sqlOver(ctx.pool), [id]),
  ])
  return {
    committee: { ...committee, appeal: appeal && { ...appeal, reason: null } },
    statements: statements.map(toPublicStatement),
  }
}

import { finalAnchorOf } from '@/lib/anchor/final-anchor'
import { proveLeaf } from '@/lib/anchor/prove-leaf'
import { loadRoster, type PublishedRoster } from '@/lib/committee/load-roster'
import type { Round } from '@/lib/committee/round'
import { listReceiptSeats, listRounds, type ReceiptSeat } from '@/lib/committee/round-store'
import type { Ctx } from '@/lib/context'
import { inSnapshot } from '@/lib/db/snapshot'
import { sqlOver } from '@/lib/db/sql'
import type { UnsealedBundle } from '@/lib/proof/bundle'
import type { Hex } from '@/lib/proof/hash'
import type { Verdict } from '@/lib/proof/receipt'
import type { ReceiptStatement } from './attestation'
import { listStatements } from './attestation-store'
import { listVerdicts } from './verdict-store'

export type AnchoredLeaf = NonNullable<UnsealedBundle['anchored']>[number]
type DrawLeaf = AnchoredDraw[number]
type AnchoredDraw = Extract<NonNullable<UnsealedBundle['draw']>, { receipt: Hex }>['anchored']

/** Everything a task's bundle carries beside its receipt and that one's own anchor. */
export type TaskParts = {
  statements: ReceiptStatement[]
  /** Rounds that wait to be drawn, too. */
  rounds: Round[]
  seats: ReceiptSeat[]
  rosters: PublishedRoster[]
  /** In the order of the decisions. */
  verdicts: { id: Hex; document: Verdict }[]
  /** Of the verdicts, as far as they are anchored for good. */
  verdictLeaves: AnchoredLeaf[]
  /** Of the receipt and the rosters its committees were drawn from. */
  drawLeaves: DrawLeaf[]
}

export async function loadTaskParts(ctx: Ctx, id: Hex): Promise<TaskParts> {
  const { statements, rounds, seats, verdicts } = await inSnapshot(ctx, async (sql) => ({
    statements: await listStatements(sql, [id]),
    rounds: await listRounds(sql, id),
    seats: await listReceiptSeats(sql, id),
    verdicts: await listVerdicts(sql, id),
  }))
  const epochs = [
    ...new Set(rounds.flatMap(({ seed, rosterEpoch }) => (seed && rosterEpoch !== null ? rosterEpoch : []))),
  ]
  const rosters = await Promise.all(epochs.map((epoch) => loadRoster(sqlOver(ctx.pool), epoch)))
  const roots = [...new Set(rosters.map(({ root }) => root))]
  const [verdictLeaves, drawLeaves] = await Promise.all([
    Promise.all(verdicts.map((verdict) => findAnchored(ctx, 'verdict', verdict.id))),
    rounds.some(({ seed }) => seed)
      ? Promise.all([findAnchored(ctx, 'receipt', id), ...roots.map((root) => findAnchored(ctx, 'roster', root))])
      : [],
  ])
  return {
    ...{ statements, rounds, seats, rosters, verdicts },
    verdictLeaves: verdictLeaves.flat(),
    drawLeaves: drawLeaves.flat(),
  }
}

/** The leaf with the anchor of its batch, none while that is not final. */
async function findAnchored<K extends 'receipt' | 'roster' | 'verdict'>(ctx: Ctx, kind: K, leaf: Hex) {
  const inclusion = await proveLeaf(ctx.db, kind, leaf)
  const anchor = inclusion?.batch.state === 'FINAL' ? finalAnchorOf(inclusion.batch) : null
  return inclusion && anchor ? [{ kind, id: inclusion.id, proof: inclusion.proof, anchor }] : []
}

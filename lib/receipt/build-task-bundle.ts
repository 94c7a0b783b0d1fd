import type { Inclusion } from '@/lib/anchor/prove-leaf'
import type { PublishedRoster } from '@/lib/committee/load-roster'
import type { ReceiptSeat } from '@/lib/committee/round-store'
import type { BundledRoster, ReceiptDraw, Statement, UnsealedBundle } from '@/lib/proof/bundle'
import { parseDid } from '@/lib/proof/did'
import type { TaskReceipt } from '@/lib/proof/receipt'
import type { ReceiptStatement } from './attestation'
import { anchorOf } from './build-bundle'
import type { TaskParts } from './load-task'

/** Pure: everything of a task's bundle but the desk's seal. Nothing in it is the parties' alone, so none is redacted. */
export function buildTaskBundle(
  receipt: TaskReceipt,
  parts: TaskParts,
  inclusion: Inclusion | null,
  chainId: number,
): UnsealedBundle {
  const { statements, verdicts, verdictLeaves } = parts
  const documents = verdicts.map(({ document }) => document)
  const earlier = documents.slice(0, -1)
  return {
    v: 'countersign.bundle/1',
    receipt,
    intents: [],
    settlement: [],
    log: [],
    funds: [],
    statements: inOrder(statements).map(toStatement),
    draw: drawOf(parts, chainId),
    verdict: documents.at(-1) ?? null,
    ...(earlier.length > 0 ? { earlier_verdicts: earlier } : {}),
    ...(verdictLeaves.length > 0 ? { anchored: verdictLeaves } : {}),
    ...anchorOf(inclusion),
  }
}

/** The countersignatures first, the client's before the provider's; then as they were made. */
function inOrder(statements: readonly ReceiptStatement[]): ReceiptStatement[] {
  const rank = ({ family, role }: ReceiptStatement) => (family !== 'SIGNED' ? 2 : role === 'client' ? 0 : 1)
  return statements.toSorted((a, b) => rank(a) - rank(b))
}

function toStatement({ message, domain, role, signer, signature }: ReceiptStatement): Statement {
  return { message, domain, role, signer: (parseDid(signer)?.address ?? signer) as Statement['signer'], signature }
}

/** How the committees were seated; null while none was. */
function drawOf({ rounds, seats, rosters, drawLeaves }: TaskParts, chainId: number): ReceiptDraw | null {
  const drawn = rounds.flatMap((round): ReceiptDraw['rounds'] => {
    const { blockHash, seed, seedBlock, rosterEpoch } = round
    if (!blockHash || !seed || seedBlock === null || rosterEpoch === null) return []
    return [
      {
        round: round.round,
        kind: round.kind,
        k: round.k,
        m: round.m,
        roster: rosterEpoch,
        excluded: round.excluded.map(({ member, reason }) => ({ member, reason })),
        chain_id: chainId,
        block_number: seedBlock,
        block_hash: blockHash,
        seed,
        seats: seatsOf(seats, round.round),
      },
    ]
  })
  const receipt = rounds[0]?.receiptId
  if (drawn.length === 0 || receipt === undefined) return null
  return { receipt, rosters: rosters.map(toRoster), rounds: drawn, anchored: drawLeaves }
}

function seatsOf(seats: readonly ReceiptSeat[], round: number) {
  return seats.flatMap((seat) => (seat.round === round ? [{ member: seat.member, attempt: seat.attempt }] : []))
}

function toRoster({ epoch, root, totalWeight, rows }: PublishedRoster): BundledRoster {
  return {
    epoch,
    root,
    total_weight: totalWeight.toString(),
    rows: rows.map(({ id, weight }) => ({ id, weight: weight.toString() })),
  }
}

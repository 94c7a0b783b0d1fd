import { z } from 'zod'
import { type Ctx, requireUser } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { listIdentities } from '@/lib/receipt/attestation-store'
import { listReceiptSeatsOf, type ReceiptSeatOf } from './audit-store'
import { listSeatsOf, type SeatOf } from './case-store'

const Position = z.object({ at: z.iso.datetime(), id: z.string() })

/** The seats of the caller's wallets and agents, in disputes and for tasks, the newest first (`GET audits`). */
export async function listAudits(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const { userId } = requireUser(ctx)
  const sql = sqlOver(ctx.pool)
  const query = { list: 'audits', user: userId }
  const before = cursor ? decodeCursor(query, cursor, Position) : null
  const members = [...new Set((await listIdentities(sql, userId)).map(({ member }) => member))]
  const [cases, receipts] = await Promise.all([
    listSeatsOf(sql, members, before, limit + 1),
    listReceiptSeatsOf(sql, members, before, limit + 1),
  ])

  const rows: Place[] = [
    ...cases.map((seat) => ({ at: seat.seatedAt, id: seat.caseId, answer: toCaseSeat(seat) })),
    ...receipts.map((seat) => ({ at: seat.seatedAt, id: seat.receiptId, answer: toReceiptSeat(seat) })),
  ]
  rows.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
  return toPage(
    query,
    rows.slice(0, limit + 1),
    limit,
    ({ at, id }) => ({ at: at.toISOString(), id }),
    ({ answer }) => answer,
  )
}

type Answer = ReturnType<typeof toCaseSeat> | ReturnType<typeof toReceiptSeat>
type Place = { at: Date; id: string; answer: Answer }

function toCaseSeat(row: SeatOf) {
  return {
    kind: 'case' as const,
    case_id: row.caseId,
    challenge_id: row.challengeId,
    title: row.title,
    mode: row.mode,
    status: row.status,
    round: row.round,
    seat: row.seat,
    member: row.member,
    deadline_at: row.status === 'OPEN' ? row.deadlineAt : null,
    voted: row.outcome,
    voted_at: row.votedAt,
    opened_at: row.openedAt,
    seated_at: row.seatedAt,
  }
}

const SCALE = 10_000

function toReceiptSeat(row: ReceiptSeatOf) {
  const hasVoted = row.said.some(({ type }) => type.startsWith('AUDIT_'))
  return {
    kind: 'receipt' as const,
    receipt_id: row.receiptId,
    intent_type: row.intentType,
    status: row.status,
    round: row.round,
    seat: row.seat,
    member: row.member,
    deadline_at: row.isSitting ? row.dueAt : null,
    asked: row.isSitting && !hasVoted,
    replaced: row.isOver && !hasVoted,
    said: row.said.map(({ type, score, confidence, at }) => ({
      type,
      score: score === null ? null : score / SCALE,
      confidence: confidence === null ? null : confidence / SCALE,
      at: new Date(at),
    })),
    seated_at: row.seatedAt,
  }
}

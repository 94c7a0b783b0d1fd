import { isCaseDraw, type UnsealedBundle } from '@/lib/proof/bundle'
import type { Verdict } from '@/lib/proof/receipt'
import { sayDay } from './say-time'

/** The receipt of a task in words. Pure: from its bundle alone. Names and metrics are its parties’ own and left out. */

const HEADINGS: Record<Verdict['status'], string> = {
  FINALIZED: 'It passed.',
  FAILED: 'It failed.',
  EXPIRED: 'Nobody decided.',
  REVERSED: 'It was reversed.',
}

/** What a bundle says of how a task was judged. */
export type Judged = Partial<Pick<UnsealedBundle, 'verdict' | 'earlier_verdicts' | 'draw'>>

/** What became of a task, in few words. */
export function headTask(verdict: Verdict | null): string {
  return verdict ? HEADINGS[verdict.status] : 'Not judged yet.'
}

/** What happened when. Days are in UTC. */
export function sayTask(bundle: Judged & Pick<UnsealedBundle, 'receipt'>): string {
  const { receipt, verdict } = bundle
  const signed = `On ${sayDay(receipt.issued_at)} client and provider signed what was done`
  if (!verdict) return `${signed}. A committee drawn by lot is still to say whether it was done well.`

  const end = `${signed}; on ${sayDay(verdict.finalized_at)} ${sayVerdict(bundle, verdict)}.`
  return `${end} The file proves who said so; it does not hold the work itself.`
}

function sayVerdict({ draw, earlier_verdicts: earlier = [] }: Judged, { status, round }: Verdict): string {
  if (status === 'EXPIRED') return 'its time was over, and no committee had said enough'
  if (status === 'REVERSED') return 'a second, larger committee said otherwise than the first'
  const says = status === 'FINALIZED' ? 'passes' : 'fails'
  const seats = draw && !isCaseDraw(draw) ? draw.rounds.find((one) => one.round === round) : undefined
  if (earlier.length > 0) return `it was left at the first verdict after an appeal: it ${says}`
  return seats
    ? `a committee of ${seats.m}, drawn by lot, signed that it ${says}`
    : `a committee signed that it ${says}`
}

/** What one side signed. */
export function saySignedTask({ statements }: UnsealedBundle, role: string): string {
  const said = new Set(statements.filter((one) => one.role === role).map(({ message }) => message.statement))
  return [
    ...(said.has('COUNTERSIGNED') ? ['signed the receipt'] : []),
    ...(said.has('ACCEPTED') ? ['took the result'] : []),
    ...(said.has('REJECTED') ? ['did not take the result'] : []),
  ].join('; ')
}

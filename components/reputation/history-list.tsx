import Link from 'next/link'
import { Address } from '@/components/ui/address'
import { shorten } from '@/components/ui/shorten'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { DIMENSION_WORDS } from './dimensions'
import { sayMove, sayShare } from './say-number'
import type { HistoryView } from './views'

/** So many are shown without being asked for. */
const FEW = 24

/** Every change, newest first: what moved, by how much, by which receipt, and for how much that receipt counted. */
export function HistoryList({ history }: { history: readonly HistoryView[] }) {
  return (
    <details className="mt-7" open={history.length <= FEW}>
      <summary className="min-h-7 w-fit cursor-pointer py-1">Every change, with its receipt</summary>
      <div className="mt-2">
        <Table label="Every change, newest first">
          <thead>
            <tr>
              <Th>Receipt</Th>
              <Th>Number</Th>
              <Th className="text-right">It was, it is</Th>
              <Th className="hidden text-right sm:table-cell">Seen</Th>
              <Th className="hidden md:table-cell">With</Th>
              <Th className="hidden pr-0! text-right lg:table-cell">Counts</Th>
            </tr>
          </thead>
          <tbody>
            {history.map((change) => (
              <Row key={`${change.receipt_hash}.${change.dimension}.${change.fold}`} change={change} />
            ))}
          </tbody>
        </Table>
      </div>
    </details>
  )
}

function Row({ change }: { change: HistoryView }) {
  const { receipt_id, finalized_at, dimension, before, after, observation, superseded, fold, alpha_ppm, n } = change
  return (
    <tr>
      <Td>
        {receipt_id === null ? (
          'Not public'
        ) : (
          <Link href={`/proof/${receipt_id}`} prefetch={false} className="mono">
            {shorten(receipt_id, 8, 4)}
          </Link>
        )}
        <span className="block whitespace-nowrap text-[.88rem] text-soft">
          <Time at={finalized_at} />
        </span>
      </Td>
      <Td>
        {DIMENSION_WORDS[dimension].name}
        {superseded ? <span className="block text-[.88rem] text-soft">counted anew since</span> : null}
        {fold > 0 && !superseded ? <span className="block text-[.88rem] text-soft">counted anew</span> : null}
      </Td>
      <Td className="whitespace-nowrap text-right tabular-nums">
        {observation === null ? (
          'taken out'
        ) : (
          <>
            {before === null ? 'none' : sayShare(before)} → {sayShare(after)}
            <span className="block text-[.88rem] text-soft">{sayMove(before, after)}</span>
          </>
        )}
      </Td>
      <Td className="hidden text-right tabular-nums sm:table-cell">
        {observation === null ? '' : sayShare(observation)}
      </Td>
      <Td className="hidden md:table-cell">
        <Address value={change.with} />
      </Td>
      <Td className="hidden whitespace-nowrap pr-0! text-right text-[.92rem] tabular-nums lg:table-cell">
        {alpha_ppm / 10_000} %{n > 1 ? ` ÷ ${n}` : ''}
      </Td>
    </tr>
  )
}

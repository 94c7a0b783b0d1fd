import { Table, Td, Th } from '@/components/ui/table'
import { DIMENSION_WORDS } from './dimensions'
import type { DimensionRow } from './radar'
import { sayInterval, sayShare } from './say-number'

/** What the radar draws, as a table: each number, how sure it is, on how much it rests, and what moves it. */
export function DimensionTable({ rows }: { rows: readonly DimensionRow[] }) {
  return (
    <Table label="The seven dimensions">
      <thead>
        <tr>
          <Th>Dimension</Th>
          <Th className="text-right">Now</Th>
          <Th className="hidden text-right sm:table-cell">Likely between</Th>
          <Th className="pr-0! text-right">Receipts</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ dimension, value, interval, evidence }) => (
          <tr key={dimension}>
            <Td>
              {DIMENSION_WORDS[dimension].name}
              <span className="block text-[.88rem] text-soft">{DIMENSION_WORDS[dimension].says}</span>
            </Td>
            <Td className={`whitespace-nowrap text-right tabular-nums ${value === null ? 'text-soft' : ''}`}>
              {sayShare(value)}
              {interval ? (
                <span className="block text-[.88rem] text-soft sm:hidden">{sayInterval(interval)}</span>
              ) : null}
            </Td>
            <Td className="hidden whitespace-nowrap text-right text-soft tabular-nums sm:table-cell">
              {sayInterval(interval)}
            </Td>
            <Td className="pr-0! text-right tabular-nums">{evidence}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

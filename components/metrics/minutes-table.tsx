import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { merge } from './chart-geometry'
import { sayCount, sayMs } from './say-number'
import type { Metrics } from './types'

const ROWS = 12

/** What the charts draw, as a table of twelve parts of the range. */
export function MinutesTable({ metrics: { series, from } }: { metrics: Metrics }) {
  const step = series.received.length / ROWS
  const { received, delivered, failed, calls, refused, errors } = series
  const counts = [received, delivered, failed, calls, refused, errors].map((values) => merge(values, step, 'sum'))
  const longest = merge(series.call_p95_ms, step, 'longest')
  return (
    <details>
      <summary className="min-h-7 cursor-pointer py-1">The charts as a table</summary>
      <div className="mt-2">
        <Table label="Numbers over time">
          <thead>
            <tr>
              <Th>From</Th>
              {['Received', 'Delivered', 'Failed tries', 'Calls', 'Refused', 'Errors'].map((name) => (
                <Th key={name} className="text-right">
                  {name}
                </Th>
              ))}
              <Th className="pr-0! text-right">95 of 100 calls within</Th>
            </tr>
          </thead>
          <tbody className="tabular-nums">
            {longest.map((ms, row) => {
              const at = new Date(Date.parse(from) + row * step * 60_000).toISOString()
              return (
                <tr key={at}>
                  <Td className="whitespace-nowrap">
                    <Time at={at} withDate={false} />
                  </Td>
                  {counts.map((values, column) => (
                    <Td key={COLUMNS[column]} className="text-right">
                      {sayCount(values[row] ?? 0)}
                    </Td>
                  ))}
                  <Td className="whitespace-nowrap pr-0! text-right">{sayMs(ms)}</Td>
                </tr>
              )
            })}
          </tbody>
        </Table>
      </div>
    </details>
  )
}

const COLUMNS = ['received', 'delivered', 'failed', 'calls', 'refused', 'errors']

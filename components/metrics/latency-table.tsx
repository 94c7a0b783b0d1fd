import { Table, Td, Th } from '@/components/ui/table'
import { sayMs } from './say-number'
import type { Metrics } from './types'

/** How long things took: half, 95 % and 99 % of them were quicker. */
export function LatencyTable({ metrics: { tries, calls } }: { metrics: Metrics }) {
  const rows = [
    ['Pushes, until answered', tries.push_latency_ms],
    ['Inbox, lease to ack', tries.inbox_handling_ms],
    ['Calls of the API', calls.latency_ms],
  ] as const
  return (
    <Table label="How long it took">
      <thead>
        <tr>
          <Th className="max-sm:pr-3!">Share within</Th>
          <Th className="text-right max-sm:pr-3!">50 %</Th>
          <Th className="text-right max-sm:pr-3!">95 %</Th>
          <Th className="pr-0! text-right">99 %</Th>
        </tr>
      </thead>
      <tbody className="tabular-nums">
        {rows.map(([name, { p50, p95, p99 }]) => (
          <tr key={name}>
            <Td className="max-sm:pr-3!">{name}</Td>
            <Td className="whitespace-nowrap text-right max-sm:pr-3!">{sayMs(p50)}</Td>
            <Td className="whitespace-nowrap text-right max-sm:pr-3!">{sayMs(p95)}</Td>
            <Td className="whitespace-nowrap pr-0! text-right">{sayMs(p99)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

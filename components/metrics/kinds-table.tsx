import { Table, Td, Th } from '@/components/ui/table'
import { sayCount } from './say-number'
import type { Metrics } from './types'

const KIND_WORDS: Readonly<Record<string, string>> = {
  WEBHOOK: 'Webhooks',
  INBOX: 'Inbox',
  EMAIL: 'Mail',
  SMS: 'Text messages',
}

/** Where the deliveries of this time stand, by the kind of endpoint. */
export function KindsTable({ deliveries }: { deliveries: Metrics['deliveries'] }) {
  if (deliveries.kinds.length === 0) return <p className="text-soft">No delivery was made in this time.</p>
  return (
    <Table label="Deliveries by kind">
      <thead>
        <tr>
          <Th className="max-sm:pr-3!">To</Th>
          <Th className="text-right max-sm:pr-3!">Delivered</Th>
          <Th className="text-right max-sm:pr-3!">Waiting</Th>
          <Th className="text-right max-sm:pr-3!">Retrying</Th>
          <Th className="pr-0! text-right">Dead</Th>
        </tr>
      </thead>
      <tbody className="tabular-nums">
        {deliveries.kinds.map(({ kind, delivered, pending, retrying, dead }) => (
          <tr key={kind}>
            <Td className="max-sm:pr-3!">{KIND_WORDS[kind] ?? kind}</Td>
            <Td className="text-right max-sm:pr-3!">{sayCount(delivered)}</Td>
            <Td className="text-right max-sm:pr-3!">{sayCount(pending)}</Td>
            <Td className="text-right max-sm:pr-3!">{sayCount(retrying)}</Td>
            <Td className="pr-0! text-right">{sayCount(dead)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

import { Table, Td, Th } from '@/components/ui/table'
import { sayCount, sayShare } from './say-number'

const WORDS: Readonly<Record<string, string>> = {
  '2xx': '2xx, accepted',
  '3xx': '3xx, sent elsewhere',
  '4xx': '4xx, refused',
  '5xx': '5xx, failed',
  ACKED: 'Acknowledged',
  SENT: 'Sent',
  TIMEOUT: 'No answer in time',
  NACK: 'Given back',
  LEASE_EXPIRED: 'Not acknowledged in time',
  UNSAFE_ADDRESS: 'Unsafe address',
  CONNECTION_REFUSED: 'Nothing listens there',
  CONNECTION_RESET: 'Connection cut',
  NAME_NOT_FOUND: 'Unknown host',
  TLS_FAILED: 'No secure connection',
  DEBUG: 'Asked to fail',
  OTHER: 'Other',
}

type Props = { label: string; total: number; classes: readonly { class: string; count: number }[]; none: string }

/** How tries or calls ended, the most frequent first. */
export function ClassesTable({ label, total, classes, none }: Props) {
  if (total === 0) return <p className="text-soft">{none}</p>
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>{label}</Th>
          <Th className="text-right">Number</Th>
          <Th className="pr-0! text-right">Share</Th>
        </tr>
      </thead>
      <tbody className="tabular-nums">
        {classes.map(({ class: name, count }) => (
          <tr key={name}>
            <Td className="[overflow-wrap:anywhere]">{WORDS[name] ?? name}</Td>
            <Td className="text-right">{sayCount(count)}</Td>
            <Td className="whitespace-nowrap pr-0! text-right">{sayShare(count / total)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

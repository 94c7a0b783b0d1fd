import { requeue } from '@/app/(desk)/ops/actions'
import { Status } from '@/components/ui/status'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { ActButton } from './act-button'
import { sayCount } from './say'
import { Section } from './section'
import type { DeadView } from './types'

const KINDS: Record<string, string> = {
  WEBHOOK: 'webhook',
  INBOX: 'inbox',
  EMAIL: 'mail',
  SMS: 'text message',
  HANDLER: 'handler',
}

export function Dead({ data, actingAs }: DeadView & { actingAs: string }) {
  const count = data.reduce((sum, one) => sum + one.count, 0)
  const state =
    count === 0 ? (
      <Status look="ok">none</Status>
    ) : (
      <Status look="no">{sayCount(count, 'dead delivery', 'dead deliveries')}</Status>
    )
  return (
    <Section id="dead" title="Dead letters" state={state}>
      {data.length > 0 ? (
        <Table label="Dead deliveries by endpoint and reason">
          <thead>
            <tr>
              <Th>Organization</Th>
              <Th>To</Th>
              <Th>Why</Th>
              <Th>Times</Th>
              <Th>From, to</Th>
              <Th>
                <span className="sr-only">What to do</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => (
              <tr key={`${one.endpoint_id} ${one.reason}`}>
                <Td className="min-w-[9rem] [overflow-wrap:anywhere]">{one.organization}</Td>
                <Td>
                  {KINDS[one.kind] ?? one.kind}
                  {one.status === 'ACTIVE' ? '' : `, ${one.status.toLowerCase()}`}
                </Td>
                <Td className="whitespace-nowrap">
                  <code className="mono">{one.reason}</code>
                </Td>
                <Td>{one.count}</Td>
                <Td className="whitespace-nowrap">
                  <span className="block">
                    <Time at={one.oldest_at} />
                  </span>
                  <span className="block">
                    <Time at={one.newest_at} />
                  </span>
                </Td>
                <Td>
                  {one.status === 'DELETED' ? null : (
                    <ActButton
                      label="Bring all back"
                      of={`${one.organization}, ${one.reason}`}
                      act={requeue.bind(null, { acting_as: actingAs, endpoint_id: one.endpoint_id })}
                      done="They are delivered again"
                    />
                  )}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </Section>
  )
}

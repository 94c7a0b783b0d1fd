import Link from 'next/link'
import { Hash } from '@/components/ui/hash'
import { Status } from '@/components/ui/status'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { sayAge, sayCount } from './say'
import { Section } from './section'
import type { DisputesView, ErrorsView, StuckView } from './types'

export function Disputes({ data }: DisputesView) {
  const state =
    data.length === 0 ? (
      <Status look="ok">none open</Status>
    ) : (
      <Status look="wait">{sayCount(data.length, 'open one')}</Status>
    )
  return (
    <Section id="disputes" title="Disputes" state={state}>
      {data.length > 0 ? (
        <Table label="Disputes that are not over">
          <thead>
            <tr>
              <Th>Case</Th>
              <Th>Open for</Th>
              <Th>State</Th>
              <Th>Votes</Th>
              <Th>Ends at the latest</Th>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => (
              <tr key={one.id}>
                <Td className="whitespace-nowrap">
                  <Hash value={one.id} label="case" />
                </Td>
                <Td className="whitespace-nowrap">{sayAge(one.age_seconds)}</Td>
                <Td className="whitespace-nowrap">
                  {one.status === 'PREPARED' ? 'not on chain yet' : `open, round ${one.round}`}
                </Td>
                <Td className="whitespace-nowrap">
                  {one.votes} of {one.m}, {one.k} decide
                </Td>
                <Td className="whitespace-nowrap">{one.deadline_at ? <Time at={one.deadline_at} /> : 'no end set'}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </Section>
  )
}

export function Stuck({ anchors, calls }: StuckView) {
  const count = anchors.length + calls.length
  const state =
    count === 0 ? (
      <Status look="ok">nothing waits</Status>
    ) : (
      <Status look="no">{sayCount(count, 'hangs', 'hang')}</Status>
    )
  return (
    <Section id="stuck" title="Anchors and calls on chain" state={state}>
      {anchors.length > 0 ? (
        <Table label="Anchors not final after an hour" className="mb-5">
          <thead>
            <tr>
              <Th>Root</Th>
              <Th>State</Th>
              <Th>Leaves</Th>
              <Th>Chain</Th>
              <Th>Since</Th>
            </tr>
          </thead>
          <tbody>
            {anchors.map((one) => (
              <tr key={one.id}>
                <Td className="whitespace-nowrap">
                  <Hash value={one.root} label="root" />
                </Td>
                <Td>{one.state}</Td>
                <Td>{one.size}</Td>
                <Td>{one.chain_id}</Td>
                <Td className="whitespace-nowrap">
                  <Time at={one.created_at} />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      {calls.length > 0 ? (
        <Table label="Calls on chain that hang or failed">
          <thead>
            <tr>
              <Th>Call</Th>
              <Th>Deal</Th>
              <Th>State</Th>
              <Th>Tries</Th>
              <Th>Why</Th>
              <Th>Since</Th>
            </tr>
          </thead>
          <tbody>
            {calls.map((one) => (
              <tr key={one.id}>
                <Td>{one.purpose}</Td>
                <Td className="whitespace-nowrap">
                  <Hash value={one.deal} label="deal" />
                </Td>
                <Td>{one.state}</Td>
                <Td>{one.tries}</Td>
                <Td className="min-w-[14rem] [overflow-wrap:anywhere]">{one.error ?? ''}</Td>
                <Td className="whitespace-nowrap">
                  <Time at={one.created_at} />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </Section>
  )
}

export function Errors({ data }: ErrorsView) {
  const count = data.reduce((sum, one) => sum + one.count, 0)
  const state =
    count === 0 ? (
      <Status look="ok">none in seven days</Status>
    ) : (
      <Status look="no">{sayCount(count, 'error')} in seven days</Status>
    )
  return (
    <Section id="errors" title="Errors" state={state}>
      {data.length > 0 ? (
        <Table label="Errors of seven days">
          <thead>
            <tr>
              <Th>Where</Th>
              <Th>Code</Th>
              <Th>Times</Th>
              <Th>Last</Th>
              <Th>Request ids, newest first</Th>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => (
              <tr key={`${one.where} ${one.code}`}>
                <Td className="min-w-[12rem] [overflow-wrap:anywhere]">
                  <code className="mono">{one.where}</code>
                </Td>
                <Td>
                  {/^E\d{4}$/.test(one.code) ? <Link href={`/docs/errors/${one.code}`}>{one.code}</Link> : one.code}
                </Td>
                <Td>{one.count}</Td>
                <Td className="whitespace-nowrap">
                  <Time at={one.last_at} />
                </Td>
                <Td>
                  {one.request_ids.map((id) => (
                    <span key={id} className="block">
                      <Hash value={id} label="request id" />
                    </span>
                  ))}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </Section>
  )
}

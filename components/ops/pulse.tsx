import type { ReactNode } from 'react'
import { Facts } from '@/components/ui/facts'
import { Status } from '@/components/ui/status'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { byMonth, sayAge, sayBytes, sayCount } from './say'
import { Section } from './section'
import type { DeskView } from './types'

export function Pulse({ heartbeats, downtimes, fan_out, environment, version }: DeskView) {
  const late = heartbeats.filter((beat) => beat.late)
  const state =
    late.length === 0 ? (
      <Status look="ok">everybody was heard of</Status>
    ) : (
      <Status look="no">{late.map(({ role }) => role).join(', ')} silent</Status>
    )
  return (
    <Section id="pulse" title="Pulse" state={state}>
      <Facts
        rows={[
          ['Version', `${version}, ${environment}`],
          ...heartbeats.filter(isProcess).map(rowOf),
          ['Handing out events', <FanOut key="fan-out" place={fan_out} />],
        ]}
      />
      <Sweeps sweeps={heartbeats.filter((beat) => !isProcess(beat))} />
      {downtimes.length > 0 ? (
        <div className="mt-6">
          <Table label="Downtimes">
            <thead>
              <tr>
                <Th>Down from</Th>
                <Th>To</Th>
                <Th>Deadlines</Th>
              </tr>
            </thead>
            <tbody>
              {downtimes.map((one) => (
                <tr key={one.started_at}>
                  <Td>
                    <Time at={one.started_at} />
                  </Td>
                  <Td>
                    <Time at={one.ended_at} />
                  </Td>
                  <Td>{one.applied_at ? 'moved' : 'not moved yet'}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      ) : (
        <p className="mt-4 text-soft">No downtime of more than a minute was ever noticed.</p>
      )}
    </Section>
  )
}

type Beat = DeskView['heartbeats'][number]

const isProcess = ({ every_seconds }: Beat) => every_seconds === null

/** What is looked for every so often: those that are silent in sight, all of them on request. */
function Sweeps({ sweeps }: { sweeps: Beat[] }) {
  const late = sweeps.filter((beat) => beat.late)
  if (sweeps.length === 0) return null
  return (
    <div className="mt-3">
      {late.length > 0 ? <Facts rows={late.map(rowOf)} /> : null}
      <details className="mt-2">
        <summary className="cursor-pointer py-1">
          {sayCount(sweeps.length, 'sweep')}, {late.length === 0 ? 'all on time' : `${late.length} silent`}
        </summary>
        <div className="mt-2">
          <Facts rows={sweeps.map(rowOf)} />
        </div>
      </details>
    </div>
  )
}

function rowOf({ role, at, every_seconds, late }: Beat): readonly [string, ReactNode] {
  return [
    role,
    <span key={role}>
      {late ? <Status look="no">silent since</Status> : 'last heard of'} <Time at={at} />
      {every_seconds === null ? '' : `, every ${sayAge(every_seconds)}`}
    </span>,
  ]
}

function FanOut({ place }: { place: DeskView['fan_out'] }) {
  if (place === null) return <Status look="no">the place in the log is missing</Status>
  return (
    <>
      last <Time at={place.at} />, {sayCount(place.waiting, 'event')} waiting
    </>
  )
}

export function Months({ partitions, retention }: DeskView) {
  const months = byMonth(partitions)
  const stray = months.find(({ month }) => month === null)
  const isStray = Object.values(stray?.rows ?? {}).some((rows) => rows > 0)
  return (
    <Section
      id="months"
      title="What is kept"
      state={isStray ? <Status look="wait">rows in the catch-all</Status> : <Status look="ok">by month</Status>}
    >
      <p className="max-w-[44em] text-soft">
        Events for {retention.event_days} days, deliveries and letters for {retention.delivery_days}, lines of the live
        tail for {retention.log_days}. Months are dropped whole; rows are as Postgres last counted them.
      </p>
      <div className="mt-4">
        <Table label="Months of the log">
          <thead>
            <tr>
              <Th>Month</Th>
              <Th>Events</Th>
              <Th>Deliveries</Th>
              <Th>Tries</Th>
              <Th>Size</Th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, rows, bytes }) => (
              <tr key={month ?? 'catch-all'}>
                <Td className="whitespace-nowrap">{month?.slice(0, 7) ?? 'catch-all'}</Td>
                {['events', 'deliveries', 'delivery_attempts'].map((table) => (
                  <Td key={table} className="tabular-nums">
                    {rows[table]?.toLocaleString('en-US') ?? 'gone'}
                  </Td>
                ))}
                <Td className="whitespace-nowrap tabular-nums">{sayBytes(bytes)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </Section>
  )
}

'use client'

import type { ReactNode } from 'react'
import { sayError } from '@/components/inbox/use-send'
import { Callout } from '@/components/ui/callout'
import { Time } from '@/components/ui/time'
import { Waiting } from '@/components/ui/waiting'
import { ClassesTable } from './classes-table'
import { Figures, QueueFigures } from './figures'
import { FlowPicture } from './flow-picture'
import { KindsTable } from './kinds-table'
import { LatencyTable } from './latency-table'
import { LineChart } from './line-chart'
import { MinutesTable } from './minutes-table'
import { RangeLinks } from './range-links'
import { sayCount, sayMs, sayShare } from './say-number'
import type { Metrics, Range } from './types'
import { useMetrics } from './use-metrics'

/** Everything the desk counts for this organization. Each number is a query on the database. */
export function MetricsView({ range, drawn }: { range: Range; drawn: Metrics }) {
  const { data, error } = useMetrics(range, drawn)
  if (!data) {
    return error ? (
      <Callout look="no" title="The numbers could not be read">
        {sayError(error)}
      </Callout>
    ) : (
      <Waiting says="Counting" />
    )
  }
  return (
    <div className="grid grid-cols-1 gap-9">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <RangeLinks range={range} />
        <p className="text-[.9rem] text-soft">
          Counted at <Time at={data.to} withDate={false} />
        </p>
      </div>
      {error ? (
        <Callout look="wait" title="These numbers are not new">
          {sayError(error)}
        </Callout>
      ) : null}
      <Figures metrics={data} />
      <Part title="The way of an event">
        <div className="grid grid-cols-1 gap-5">
          <FlowPicture metrics={data} />
          <KindsTable deliveries={data.deliveries} />
        </div>
      </Part>
      <Part title="What waits now">
        <QueueFigures now={data.now} />
      </Part>
      <Charts metrics={data} />
      <Part title="How tries and calls ended">
        <div className="grid grid-cols-1 gap-x-12 gap-y-7 md:grid-cols-2">
          <ClassesTable
            label="Tries"
            total={data.tries.total}
            classes={data.tries.classes}
            none="No delivery was tried in this time."
          />
          <ClassesTable
            label="Calls"
            total={data.calls.total}
            classes={data.calls.classes}
            none="Nobody called the API for this organization in this time."
          />
        </div>
      </Part>
    </div>
  )
}

function Charts({ metrics }: { metrics: Metrics }) {
  const { series, from, events, tries, calls, throughput } = metrics
  const count = (rate: number) => `${rate} a minute on average`
  const ofClass = (name: string) => sayCount(calls.classes.find((row) => row.class === name)?.count ?? 0)
  return (
    <Part title="Over time">
      <div className="grid grid-cols-1 gap-x-12 gap-y-8 lg:grid-cols-2">
        <LineChart
          title="Events and tries"
          says={`Events: ${count(throughput.events)}`}
          from={from}
          how="sum"
          sayValue={sayCount}
          lines={[
            { name: 'Received', look: 'ink', values: series.received, whole: sayCount(events.received) },
            { name: 'Delivered', look: 'ok', values: series.delivered, whole: sayCount(tries.delivered) },
            { name: 'Failed tries', look: 'no', values: series.failed, whole: sayCount(tries.failed) },
          ]}
        />
        <LineChart
          title="Calls"
          says={`${count(throughput.calls)}, ${calls.error_rate === null ? 'no' : sayShare(calls.error_rate)} errors`}
          from={from}
          how="sum"
          sayValue={sayCount}
          lines={[
            { name: 'All', look: 'ink', values: series.calls, whole: sayCount(calls.total) },
            { name: 'Refused', look: 'wait', values: series.refused, whole: ofClass('4xx') },
            { name: 'Errors', look: 'no', values: series.errors, whole: ofClass('5xx') },
          ]}
        />
        <LineChart
          title="How long calls took"
          says="Half, and 95 of 100, were quicker"
          from={from}
          how="longest"
          sayValue={sayMs}
          lines={[
            { name: 'Half', look: 'ok', values: series.call_p50_ms, whole: sayMs(calls.latency_ms.p50) },
            { name: '95 of 100', look: 'ink', values: series.call_p95_ms, whole: sayMs(calls.latency_ms.p95) },
          ]}
        />
        <div className="min-w-0">
          <h3 className="text-[1.12rem]">How long it took in all</h3>
          <div className="mt-2">
            <LatencyTable metrics={metrics} />
          </div>
        </div>
      </div>
      <div className="mt-6">
        <MinutesTable metrics={metrics} />
      </div>
    </Part>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="text-[1.28rem]">{title}</h2>
      <div className="mt-4">{children}</div>
    </section>
  )
}

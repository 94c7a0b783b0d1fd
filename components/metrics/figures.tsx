import type { ReactNode } from 'react'
import { classes } from '@/components/ui/classes'
import { Sign, type SignShape } from '@/components/ui/sign'
import { sayCount, saySeconds, sayShare } from './say-number'
import type { Metrics } from './types'

type Figure = { term: string; value: string; says?: ReactNode; sign?: SignShape; ink?: string }

/** What became of what came in: the numbers one looks for first. */
export function Figures({ metrics: { events, deliveries } }: { metrics: Metrics }) {
  const { delivered, pending, retrying, dead, success_rate } = deliveries
  return (
    <FigureRow
      label="Of this time"
      figures={[
        { term: 'Events received', value: sayCount(events.received) },
        {
          term: 'Delivered',
          value: sayCount(delivered),
          ...(delivered > 0 ? { sign: 'check', ink: 'text-green' } : {}),
        },
        { term: 'Waiting', value: sayCount(pending) },
        {
          term: 'Retrying',
          value: sayCount(retrying),
          ...(retrying > 0 ? { sign: 'quarter', ink: 'text-amber' } : {}),
        },
        { term: 'Dead', value: sayCount(dead), ...(dead > 0 ? { sign: 'cross', ink: 'text-red' } : {}) },
        { term: 'Success', value: sayShare(success_rate), says: 'of what has ended' },
      ]}
    />
  )
}

/** What waits at this moment, however old it is. */
export function QueueFigures({ now }: { now: Metrics['now'] }) {
  return (
    <FigureRow
      label="At this moment"
      small
      figures={[
        { term: 'To be sent', value: sayCount(now.pending) },
        { term: 'To be tried again', value: sayCount(now.retrying) },
        { term: 'Longest overdue', value: now.overdue_seconds > 0 ? saySeconds(now.overdue_seconds) : 'none' },
        { term: 'Open in the inbox', value: sayCount(now.inbox_open) },
        { term: 'Leased', value: sayCount(now.inbox_leased) },
        {
          term: 'Dead letters',
          value: sayCount(now.dead),
          ...(now.dead > 0 ? { sign: 'cross', ink: 'text-red' } : {}),
        },
      ]}
    />
  )
}

function FigureRow({ label, figures, small }: { label: string; figures: readonly Figure[]; small?: boolean }) {
  return (
    <section aria-label={label} className="border-line border-y py-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-6">
        {figures.map(({ term, value, says, sign, ink }) => (
          <div key={term} className="min-w-0">
            <dt className="text-[.9rem] text-soft">{term}</dt>
            <dd
              className={classes(
                'flex items-baseline gap-2 font-serif tabular-nums leading-tight',
                small ? 'text-[1.28rem]' : 'text-[1.9rem]',
                ink,
              )}
            >
              {value}
              {sign ? <Sign shape={sign} className="size-[.55em] flex-none" /> : null}
            </dd>
            {says ? <dd className="text-[.86rem] text-soft">{says}</dd> : null}
          </div>
        ))}
      </dl>
    </section>
  )
}

'use client'

import { Status, type StatusLook } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { TextBox } from './text-box'
import type { TryView } from './types'

type Props = {
  label: string
  tries: readonly TryView[]
  /** What a success is called: an item is acknowledged, a webhook delivered to. */
  done: string
}

const LOOKS: Record<TryView['outcome'], StatusLook> = { DELIVERED: 'ok', RETRY: 'wait', DEAD: 'no' }

/** Every try of a delivery, the first one first: when, how long, what came of it, and when the next is due. */
export function TryList({ label, tries, done }: Props) {
  return (
    <ol aria-label={label} className="border-line border-b">
      {tries.map((one) => (
        <li key={one.number} className="grid grid-cols-1 gap-2 border-line border-t py-3 text-[.94rem]">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <span className="text-soft">Try {one.number}</span>
              <Status look={LOOKS[one.outcome]}>{wordOf(one, done)}</Status>
            </p>
            <p className="text-soft">
              <Time at={one.at} />
              {one.duration_ms === null ? null : `, ${sayDuration(one.duration_ms)}`}
            </p>
          </div>
          {one.reason ? <p className="[overflow-wrap:anywhere]">{one.reason}</p> : null}
          {one.next_at && one.outcome === 'RETRY' ? (
            <p className="text-soft">
              Again from <Time at={one.next_at} />
            </p>
          ) : null}
          {one.answer ? <TextBox label={`What try ${one.number} was answered`}>{one.answer}</TextBox> : null}
        </li>
      ))}
    </ol>
  )
}

function wordOf({ outcome, status }: TryView, done: string): string {
  const word = { DELIVERED: done, RETRY: 'Failed', DEAD: 'Failed for good' }[outcome]
  return status ? `${word}: ${status}` : word
}

/** Pure: “820 ms”, “12 s”, “4 min”. */
function sayDuration(ms: number): string {
  if (ms < 1_000) return `${ms} ms`
  if (ms < 120_000) return `${Math.round(ms / 100) / 10} s`
  return `${Math.round(ms / 60_000)} min`
}

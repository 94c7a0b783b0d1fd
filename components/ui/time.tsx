'use client'

import { useEffect, useState } from 'react'
import { sayLeft, saySoon } from './say-left'
import { sayMoment } from './say-moment'
import { useMounted } from './use-mounted'

type Moment = string | Date

/** A time: in UTC from the server, then in local time with the offset. `withDate={false}` leaves the day out. */
export function Time({ at, withDate = true }: { at: Moment; withDate?: boolean }) {
  const mounted = useMounted()
  const moment = new Date(at)
  const utc = sayMoment(moment, { utc: true })
  return (
    <time dateTime={moment.toISOString()} title={utc} className="tabular-nums">
      {sayMoment(moment, { utc: !mounted, withDate })}
    </time>
  )
}

type CountdownProps = {
  until: Moment
  /** What comes before it in the ears: “Ends in”. */
  says?: string
  /** The server's time when it answered, to correct a wrong clock. */
  now?: Moment
}

/** How long is left, each second; said aloud an hour, ten minutes and one minute before. */
export function Countdown({ until, says, now }: CountdownProps) {
  const left = useLeft(new Date(until).getTime(), now === undefined ? null : new Date(now).getTime())
  if (left === null) return <span className="tabular-nums">{'\u2026'}</span>
  return (
    <span className="tabular-nums">
      <span role="timer" aria-label={says}>
        {sayLeft(left)}
      </span>
      <span role="status" className="sr-only">
        {saySoon(left, says)}
      </span>
    </span>
  )
}

/** Milliseconds left; null until a clock is known. */
function useLeft(until: number, serverNow: number | null): number | null {
  const [left, setLeft] = useState(serverNow === null ? null : until - serverNow)

  useEffect(() => {
    const skew = serverNow === null ? 0 : serverNow - Date.now()
    const tick = () => setLeft(until - Date.now() - skew)
    tick()
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [until, serverNow])

  return left
}

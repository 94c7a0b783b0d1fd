'use client'

import { useEffect, useState } from 'react'

/** The desk's time, as far as this window can tell: its answer when the page was made, and how long ago that was. */
export function useClock(serverNow: string): Date {
  const [now, setNow] = useState(() => new Date(serverNow))

  useEffect(() => {
    const skew = new Date(serverNow).getTime() - Date.now()
    // A page out of the browser's history is as old as its visit: then the browser's own clock is nearer.
    const isOld = Math.abs(skew) > 60_000
    const tick = () => setNow(new Date(Date.now() + (isOld ? 0 : skew)))
    tick()
    const timer = setInterval(tick, 20_000)
    return () => clearInterval(timer)
  }, [serverNow])

  return now
}

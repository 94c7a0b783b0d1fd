'use client'

import { useEffect, useState } from 'react'
import { learnSkew } from '@/components/data/desk-skew'

/** The desk's time, as far as this window can tell: its answer when the page was made, and how long ago that was. */
export function useClock(serverNow: string): Date {
  const [now, setNow] = useState(() => new Date(serverNow))

  useEffect(() => {
    const skew = learnSkew(new Date(serverNow).getTime())
    const tick = () => setNow(new Date(Date.now() + skew))
    tick()
    const timer = setInterval(tick, 20_000)
    return () => clearInterval(timer)
  }, [serverNow])

  return now
}

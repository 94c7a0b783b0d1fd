'use client'

import { useEffect, useState } from 'react'
import { Countdown } from '@/components/ui/time'

/** How long a lease still holds; words once it is over. */
export function LeaseClock({ until }: { until: string }) {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const left = new Date(until).getTime() - Date.now()
    setOver(left <= 0)
    const timer = setTimeout(() => setOver(true), Math.min(Math.max(left, 0), 2 ** 31 - 1))
    return () => clearTimeout(timer)
  }, [until])
  if (over) return <span className="text-amber">The lease is over; it comes back by itself.</span>
  return (
    <span className="text-soft">
      Yours for <Countdown until={until} says="The lease ends in" />
    </span>
  )
}

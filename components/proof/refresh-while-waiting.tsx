'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition } from 'react'

const FIRST_MS = 3_000
const SLOWEST_MS = 60_000

/**
 * Asks the server for this page again, less and less often, for as long as it is shown; never before the last answer came.
 * What the reader did stays.
 */
export function RefreshWhileWaiting() {
  const router = useRouter()
  const [asking, startAsking] = useTransition()
  const wait = useRef(FIRST_MS)

  useEffect(() => {
    if (asking) return
    const ask = () => {
      wait.current = Math.min(wait.current * 1.3, SLOWEST_MS)
      if (document.visibilityState === 'visible') startAsking(() => router.refresh())
      else timer = setTimeout(ask, wait.current)
    }
    let timer = setTimeout(ask, wait.current)
    return () => clearTimeout(timer)
  }, [asking, router])
  return null
}

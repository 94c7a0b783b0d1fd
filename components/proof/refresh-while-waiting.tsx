'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const FIRST_MS = 4_000
const SLOWEST_MS = 60_000

/** Asks the server for this page again, less and less often, for as long as it is shown. What the reader did stays. */
export function RefreshWhileWaiting() {
  const router = useRouter()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const ask = (wait: number) => {
      timer = setTimeout(() => {
        if (document.visibilityState === 'visible') router.refresh()
        ask(Math.min(wait * 1.3, SLOWEST_MS))
      }, wait)
    }
    ask(FIRST_MS)
    return () => clearTimeout(timer)
  }, [router])
  return null
}

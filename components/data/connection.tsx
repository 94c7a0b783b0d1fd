'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { Sign } from '@/components/ui/sign'
import { connection } from './connection-store'

const useConnection = () => useSyncExternalStore(connection.subscribe, connection.state, () => 'here' as const)

/** Says when the desk cannot be reached, and reads everything anew once it can. */
export function ConnectionBanner() {
  const state = useConnection()
  const client = useQueryClient()
  const wasLost = useRef(false)

  useEffect(() => {
    const look = () => connection.lookNow()
    const drop = () => connection.lost()
    window.addEventListener('online', look)
    window.addEventListener('offline', drop)
    window.addEventListener('focus', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', drop)
      window.removeEventListener('focus', look)
    }
  }, [])

  useEffect(() => {
    if (state === 'here' && wasLost.current) void client.invalidateQueries()
    wasLost.current = state === 'lost'
  }, [state, client])

  return (
    <div role="status" className="sticky top-0 z-20">
      {state === 'lost' ? (
        <div className="border-line border-b bg-wash font-[560] text-amber">
          <p className="wrap flex items-start gap-2 py-2.5">
            <span className="mt-[.3em]">
              <Sign shape="quarter" />
            </span>
            <span>The desk cannot be reached. Trying again; what you typed stays here.</span>
          </p>
        </div>
      ) : null}
    </div>
  )
}

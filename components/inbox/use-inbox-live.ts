'use client'

import { useEffect } from 'react'
import { connection } from '@/components/data/connection-store'
import { useParty } from '@/components/wallet/party'
import { usePlace } from './place'
import { useStaleInbox } from './queries'

/** An event reaches its endpoints shortly after it is told: once at once, and once when it surely has. */
const LOOK_AFTER_MS = [150, 1_200]
const REOPEN_MS = 3_000

/** Reads the inbox anew whenever the organization of this page has a new event. One stream, while the window is seen. */
export function useInboxLive(): void {
  const { id } = usePlace()
  const party = useParty().party?.address ?? null
  const stale = useStaleInbox()
  useEffect(() => (party ? listen(party, id, stale) : undefined), [party, id, stale])
}

function listen(party: string, organization: string, stale: () => void): () => void {
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let source: EventSource | null = null

  const later = (ms: number, what: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      what()
    }, ms)
    timers.add(timer)
  }
  const close = () => {
    source?.close()
    source = null
  }
  const open = () => {
    if (source || document.hidden || connection.state() === 'lost') return
    source = new EventSource(`/api/v1/events/stream?party=${party}&organization=${organization}`)
    source.onmessage = () => {
      for (const ms of LOOK_AFTER_MS) later(ms, stale)
    }
    // What happened meanwhile is caught by the look every few seconds (queries.ts).
    source.onerror = () => {
      close()
      later(REOPEN_MS, open)
    }
  }
  const look = () => (document.hidden ? close() : open())

  document.addEventListener('visibilitychange', look)
  const unsubscribe = connection.subscribe(open)
  open()
  return () => {
    document.removeEventListener('visibilitychange', look)
    unsubscribe()
    for (const timer of timers) clearTimeout(timer)
    close()
  }
}

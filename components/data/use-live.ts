'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ApiProblem, api } from './api'
import { connection } from './connection-store'
import { staleAfter } from './query-keys'

type DeskEvent = { type: string; subject: string; data: Record<string, unknown> }

/**
 * Keeps one event stream open as `party` (an address) while this window is seen, and reads anew what each event makes stale.
 * Whatever happened while no stream was open is caught by reading everything anew when it opens again.
 */
export function useLive(party: string | null): void {
  const client = useQueryClient()
  useEffect(() => (party ? openStream(client, party) : undefined), [client, party])
}

/** How long until a stream that broke while the desk is there is opened again. */
const REOPEN_MS = 2_000

function openStream(client: QueryClient, party: string): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let missed = false
  let over = false

  const open = () => {
    if (over || source || document.hidden || connection.state() === 'lost') return
    source = new EventSource(`/api/v1/events/stream?party=${party}`)
    source.onopen = () => {
      if (missed) void client.invalidateQueries()
      missed = false
    }
    source.onmessage = ({ data }) => tell(client, data)
    // The browser gives up for good on anything but a broken line, so a new stream is opened instead.
    source.onerror = () => {
      source?.close()
      source = null
      missed = true
      void mayReopen().then((may) => {
        if (may) timer = setTimeout(open, REOPEN_MS)
      })
    }
  }

  // A browser has few lines to one desk, and windows nobody looks at would take them all.
  const close = () => {
    clearTimeout(timer)
    source?.close()
    source = null
    missed = true
  }
  const look = () => (document.hidden ? close() : open())

  document.addEventListener('visibilitychange', look)
  const unsubscribe = connection.subscribe(open)
  open()
  return () => {
    over = true
    document.removeEventListener('visibilitychange', look)
    unsubscribe()
    close()
  }
}

/** Whether a stream that broke can be had again soon. Not while the desk is gone, nor after the session ended. */
async function mayReopen(): Promise<boolean> {
  try {
    await api('GET', 'me')
    return true
  } catch (error) {
    return error instanceof ApiProblem && error.status !== 401
  }
}

function tell(client: QueryClient, text: string): void {
  const event = parse(text)
  if (!event) return
  for (const queryKey of staleAfter(event)) void client.invalidateQueries({ queryKey })
}

function parse(text: string): DeskEvent | null {
  try {
    return JSON.parse(text) as DeskEvent
  } catch {
    return null
  }
}

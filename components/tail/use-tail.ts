'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { usePlaceApi } from '@/components/inbox/place'
import { toTailQuery, withNewer, withOlder } from './lines'
import type { TailFilter, TailLine, TailPage } from './types'

const FIRST = 100
const NEXT = 200
const EVERY_MS = 2_000

export type Tail = {
  lines: TailLine[]
  isRead: boolean
  error: unknown
  /** Reads further back; null where nothing lies behind. */
  older: (() => void) | null
  isReadingOlder: boolean
}

type State = { lines: TailLine[]; latest: string | null; cursor: string | null; error: unknown }
const NOTHING: State = { lines: [], latest: null, cursor: null, error: null }

/**
 * The lines of this page's organization as `filter` narrows them. While it is not paused and the window is seen, those that
 * came since are asked for every two seconds, from where the last answer ended: none is missed, also after a pause.
 */
export function useTail(filter: TailFilter, isPaused: boolean): Tail {
  const call = usePlaceApi()
  const [state, setState] = useState<State>(NOTHING)
  const [isReadingOlder, setReadingOlder] = useState(false)
  const query = new URLSearchParams(toTailQuery(filter)).toString()

  // Another filter, or another organization, begins anew.
  useEffect(() => {
    const stopping = new AbortController()
    setState(NOTHING)
    call<TailPage>('GET', `logs?${query}&limit=${FIRST}`, { signal: stopping.signal })
      .then(({ data, next_cursor, latest }) => setState({ lines: data, latest, cursor: next_cursor, error: null }))
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) setState({ ...NOTHING, error })
      })
    return () => stopping.abort()
  }, [call, query])

  const since = useRef<string | null>(null)
  since.current = state.latest
  const isBegun = state.latest !== null
  useEffect(() => {
    if (!isBegun || isPaused) return
    const stopping = new AbortController()
    const look = async () => {
      if (document.hidden || since.current === null) return
      const search = `${query}&limit=${NEXT}&after=${encodeURIComponent(since.current)}`
      const { data, latest } = await call<TailPage>('GET', `logs?${search}`, { signal: stopping.signal })
      since.current = latest
      setState((known) => ({ ...known, latest, error: null, lines: withNewer(known.lines, data) }))
    }
    const again = () => {
      timer = setTimeout(() => {
        look()
          .catch((error: unknown) => {
            if (!stopping.signal.aborted) setState((known) => ({ ...known, error }))
          })
          .finally(() => {
            if (!stopping.signal.aborted) again()
          })
      }, EVERY_MS)
    }
    let timer: ReturnType<typeof setTimeout>
    again()
    return () => {
      clearTimeout(timer)
      stopping.abort()
    }
  }, [call, query, isBegun, isPaused])

  const { cursor } = state
  const older = useCallback(() => {
    if (cursor === null) return
    setReadingOlder(true)
    call<TailPage>('GET', `logs?${query}&limit=${NEXT}&cursor=${encodeURIComponent(cursor)}`)
      .then(({ data, next_cursor }) =>
        setState((known) => ({ ...known, cursor: next_cursor, lines: withOlder(known.lines, data), error: null })),
      )
      .catch((error: unknown) => setState((known) => ({ ...known, error })))
      .finally(() => setReadingOlder(false))
  }, [call, query, cursor])

  return {
    lines: state.lines,
    isRead: isBegun,
    error: state.error,
    older: cursor === null ? null : older,
    isReadingOlder,
  }
}

'use client'

import { useCallback, useEffect, useState } from 'react'
import type { EventDraft } from './event-draft'
import { usePlaceKey } from './place'

/** One that was accepted: its id, its number within its subject, and what was typed. */
export type Recent = { id: string; sequence: number; at: string; draft: EventDraft }

const KEPT = 10

/** The events this browser sent last in this organization, newest first. Kept here alone. */
export function useRecentEvents() {
  const [party, organization] = usePlaceKey()
  const name = `countersign.sent-events:${party ?? 'nobody'}:${organization}`
  const [recent, setRecent] = useState<Recent[]>([])
  useEffect(() => setRecent(read(name)), [name])

  const add = useCallback(
    (one: Recent) =>
      setRecent((before) => {
        const after = [one, ...before].slice(0, KEPT)
        write(name, after)
        return after
      }),
    [name],
  )
  const clear = useCallback(() => {
    write(name, [])
    setRecent([])
  }, [name])
  return { recent, add, clear }
}

// A browser may have no storage, or none left: then they are known as long as the page.
function read(name: string): Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name) ?? '[]')
    return Array.isArray(kept) ? (kept as Recent[]) : []
  } catch {
    return []
  }
}

function write(name: string, recent: Recent[]): void {
  try {
    localStorage.setItem(name, JSON.stringify(recent))
  } catch {}
}

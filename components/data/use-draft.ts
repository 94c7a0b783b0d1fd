'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { getWindowParty } from './api'

const nameOf = (key: string, party: string | null) => `countersign.draft:${party ?? 'nobody'}:${key}`

/**
 * What somebody types, kept in this browser until it is cleared: a reload, a desk that is down or a wallet that says no
 * loses nothing. What was typed before signing in becomes the draft of whoever signs in then. The first render is
 * always `initial`, as on the server; what was kept comes right after it.
 */
export function useDraft<T extends object>(key: string, initial: T) {
  const [value, setValue] = useState(initial)
  const [restored, setRestored] = useState(false)
  const party = useRef<string | null>(null)
  const first = useRef(initial)

  useEffect(() => {
    party.current = getWindowParty()
    const kept = readDraft<T>(nameOf(key, party.current)) ?? adopt<T>(key, party.current)
    if (kept) {
      setValue({ ...first.current, ...kept })
      setRestored(true)
    }
  }, [key])

  const change = useCallback(
    (next: T | ((before: T) => T)) =>
      setValue((before) => {
        const after = typeof next === 'function' ? next(before) : next
        writeDraft(nameOf(key, getWindowParty()), after)
        return after
      }),
    [key],
  )
  const clear = useCallback(() => {
    removeDraft(nameOf(key, getWindowParty()))
    removeDraft(nameOf(key, null))
    setRestored(false)
    setValue(first.current)
  }, [key])

  /** What was kept is saved elsewhere now; what is on the page stays. */
  const forget = useCallback(() => {
    removeDraft(nameOf(key, getWindowParty()))
    removeDraft(nameOf(key, null))
    setRestored(false)
  }, [key])

  return { value, change, clear, forget, restored }
}

function adopt<T>(key: string, party: string | null): T | null {
  if (party === null) return null
  const kept = readDraft<T>(nameOf(key, null))
  if (!kept) return null
  removeDraft(nameOf(key, null))
  writeDraft(nameOf(key, party), kept)
  return kept
}

// A browser may have no storage, or none left: then a draft lives as long as its page.
function readDraft<T>(name: string): T | null {
  try {
    const text = localStorage.getItem(name)
    const value: unknown = text === null ? null : JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as T) : null
  } catch {
    return null
  }
}

function writeDraft(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value))
  } catch {}
}

function removeDraft(name: string): void {
  try {
    localStorage.removeItem(name)
  } catch {}
}

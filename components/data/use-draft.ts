'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useParty } from '@/components/wallet/party'
import { getWindowParty } from './api'

const nameOf = (key: string, party: string | null) => `countersign.draft:${party ?? 'nobody'}:${key}`

/**
 * What somebody types, kept in this browser until it is cleared: a reload, a desk that is down or a wallet that says no
 * loses nothing. What was typed before signing in becomes the draft of whoever signs in then; a window that becomes
 * another party shows that party's own. The first render is always `initial`, as on the server; what was kept comes
 * right after it.
 */
export function useDraft<T extends object>(key: string, initial: T) {
  const { party } = useParty()
  const address = party?.address ?? null
  const [value, setValue] = useState(initial)
  const [restored, setRestored] = useState(false)
  const first = useRef(initial)
  /** Whose the text on the page is, and of what. */
  const shown = useRef<{ key: string; party: string | null } | null>(null)
  /** What each party of this window had on the page, saved or not. */
  const left = useRef(new Map<string, T>())
  const latest = useRef(value)
  latest.current = value

  useEffect(() => {
    const now = { key, party: getWindowParty() ?? address }
    const before = shown.current?.key === key ? shown.current : null
    shown.current = now
    if (before?.party === now.party) return
    // Just signed in: what was typed before that stays.
    if (before?.party === null && adopt(key, now.party)) return

    if (before) left.current.set(nameOf(key, before.party), latest.current)
    const kept = readDraft<T>(nameOf(key, now.party)) ?? (before ? null : adopt<T>(key, now.party))
    const text = kept ?? left.current.get(nameOf(key, now.party)) ?? null
    if (text || before) setValue({ ...first.current, ...text })
    setRestored(kept !== null)
  }, [key, address])

  const change = useCallback(
    (next: T | ((before: T) => T)) =>
      setValue((before) => {
        const after = typeof next === 'function' ? next(before) : next
        writeDraft(nameOf(key, shown.current?.party ?? null), after)
        return after
      }),
    [key],
  )
  const clear = useCallback(() => {
    removeDraft(nameOf(key, shown.current?.party ?? null))
    removeDraft(nameOf(key, null))
    setRestored(false)
    setValue(first.current)
  }, [key])

  /** What was kept is saved elsewhere now; what is on the page stays. */
  const forget = useCallback(() => {
    removeDraft(nameOf(key, shown.current?.party ?? null))
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

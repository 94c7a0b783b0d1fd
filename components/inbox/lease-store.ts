'use client'

import { useCallback, useSyncExternalStore } from 'react'
import { usePlaceKey } from './place'

/** What this window has leased: the newest handle of an item, and until when it holds. */
export type Lease = { handle: string; until: string }
type Leases = Readonly<Record<string, Lease>>

const NONE: Leases = {}
const known = new Map<string, Leases>()
const listeners = new Set<() => void>()

/**
 * The receipt handles of this window, kept for the person until the window is closed: an item is acknowledged or given
 * back with the handle it was leased with, and no other window has it.
 */
export function useLeases() {
  const name = `countersign.leases:${usePlaceKey()
    .map((part) => part ?? 'nobody')
    .join(':')}`
  const leases = useSyncExternalStore(
    subscribe,
    () => read(name),
    () => NONE,
  )
  const keep = useCallback((taken: Leases) => write(name, { ...read(name), ...taken }), [name])
  const drop = useCallback(
    (id: string) => {
      const { [id]: _, ...rest } = read(name)
      write(name, rest)
    },
    [name],
  )
  return { leases, keep, drop }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

// A browser may have no storage, or none left: then they are known as long as the page.
function read(name: string): Leases {
  const here = known.get(name)
  if (here) return here

  let kept: Leases = NONE
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(name) ?? 'null')
    if (typeof value === 'object' && value !== null) kept = value as Leases
  } catch {}
  known.set(name, kept)
  return kept
}

function write(name: string, leases: Leases): void {
  known.set(name, leases)
  try {
    sessionStorage.setItem(name, JSON.stringify(leases))
  } catch {}
  for (const listener of listeners) listener()
}

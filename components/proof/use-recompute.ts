import { useCallback, useEffect, useState } from 'react'
import type { Recomputed } from './check-work'

type State =
  | { kind: 'none' }
  | { kind: 'working' }
  | { kind: 'done'; it: Recomputed }
  | { kind: 'refused'; why: string }
type Given = { fragment: string } | { json: string }

/** What was given last, computed here: by the address to begin with, then by whatever is pasted or dropped. */
export function useRecompute() {
  const [state, setState] = useState<State>({ kind: 'none' })

  const take = useCallback(async (given: Given) => {
    setState({ kind: 'working' })
    setState(await work(given))
  }, [])

  useEffect(() => {
    const readAddress = () => {
      const fragment = window.location.hash.slice(1)
      // Short names are places on the page.
      if (fragment.length > 40) void take({ fragment })
    }
    readAddress()
    window.addEventListener('hashchange', readAddress)
    return () => window.removeEventListener('hashchange', readAddress)
  }, [take])

  return { state, take }
}

async function work(given: Given): Promise<State> {
  try {
    const { recompute } = await import('./check-work')
    const found = await recompute(given)
    return 'refused' in found ? { kind: 'refused', why: found.refused } : { kind: 'done', it: found }
  } catch {
    return { kind: 'refused', why: 'The code for this could not be loaded. Try again.' }
  }
}

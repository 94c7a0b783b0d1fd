'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiProblem } from '@/components/data/api'
import { switchParty } from './parties-call'
import { claimWindow, noteMain, onNote, readMain, setMine } from './window-party'

/**
 * Keeps this window the party it is, while other windows of the browser may be others. Pages are drawn for the party of
 * the session cookie, so before this window asks for one, the cookie is turned back to its own party. `lost` is the party
 * this window had when that one is signed out and somebody else is left.
 */
export function useWindowParty(main: string | null, held: readonly string[]) {
  const router = useRouter()
  const [mine, setMineState] = useState(() => claimWindow(main, held))
  const [lost, setLost] = useState<string | null>(null)
  const turning = useRef<Promise<void> | null>(null)

  const become = useCallback((address: string | null) => {
    setMine(address)
    setMineState(address)
    setLost(null)
  }, [])

  /** Turns the cookie back to this window's party, if it is another's. */
  const turnBack = useCallback((): Promise<void> => {
    if (mine === null || readMain() === mine) return Promise.resolve()
    turning.current ??= turn(mine)
      .then((held) => {
        if (held) router.refresh()
        else setLost(mine)
      })
      // The desk is away: the banner says so, and the next focus tries again.
      .catch(() => undefined)
      .finally(() => {
        turning.current = null
      })
    return turning.current
  }, [mine, router])

  // What the page was drawn for is what the cookie says. Only a new drawing tells: between two, `mine` is ahead of it.
  const latest = useRef({ mine, held, turnBack, become })
  latest.current = { mine, held, turnBack, become }
  useEffect(() => {
    noteMain(main)
    const { mine, held, turnBack, become } = latest.current
    if (mine === null || mine === main) become(main)
    else if (held.includes(mine)) void turnBack()
    else if (main === null) become(null)
    else setLost(mine)
  }, [main])

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') void turnBack()
    }
    window.addEventListener('focus', look)
    window.addEventListener('pageshow', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('focus', look)
      window.removeEventListener('pageshow', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [turnBack])

  useEffect(() => holdUntilTurned(() => mine !== null && readMain() !== mine, turnBack), [mine, turnBack])

  useEffect(
    () =>
      onNote((note) => {
        if ('left' in note && note.left === mine) {
          if (readMain() === null || readMain() === mine) router.refresh()
          else setLost(mine)
        }
        if ('joined' in note && mine === null) router.refresh()
      }),
    [mine, router],
  )

  return { lost, become }
}

/** True when the browser holds that party and its session is the main one now. */
async function turn(mine: string): Promise<boolean> {
  try {
    await switchParty(mine)
    noteMain(mine)
    return true
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return false
    throw error
  }
}

/**
 * Links and forms ask for pages and actions by the cookie. A press on one while the cookie is another window's party is
 * held until it has been turned back, and then made.
 */
function holdUntilTurned(isOthers: () => boolean, turnBack: () => Promise<void>): () => void {
  const onClick = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null
    if (!(link instanceof HTMLElement) || event.button !== 0 || event.metaKey || event.ctrlKey || !isOthers()) return
    hold(event)
    void turnBack().then(() => isOthers() || link.click())
  }
  const onSubmit = (event: SubmitEvent) => {
    const { target, submitter } = event
    if (!(target instanceof HTMLFormElement) || !isOthers()) return
    hold(event)
    void turnBack().then(() => isOthers() || target.requestSubmit(submitter))
  }
  window.addEventListener('click', onClick, true)
  window.addEventListener('submit', onSubmit, true)
  return () => {
    window.removeEventListener('click', onClick, true)
    window.removeEventListener('submit', onSubmit, true)
  }
}

function hold(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}

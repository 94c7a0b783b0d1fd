import { useCallback, useRef, useState } from 'react'
import type { Report } from '@/lib/proof/report'
import { Unreadable } from './unreadable'

export { Unreadable }

/** What was verified last, and whether something is being verified now. `of` is whatever the caller keeps beside it. */
export type Verification<T> = {
  busy: boolean
  last: { report: Report; of: T } | null
  /** Why there was nothing to verify, in a sentence for the person. */
  failure: string | null
}

type Loaded<T> = {
  bytes: Uint8Array
  of: T
  /** A node on this origin to ask for what only its chain can prove. */
  node?: string
}

/**
 * Verifies bytes in this page. The last report stays until the next one is there, and an earlier press that is answered
 * after a later one is dropped.
 */
export function useVerification<T>() {
  const [state, setState] = useState<Verification<T>>({ busy: false, last: null, failure: null })
  const turn = useRef(0)

  const verify = useCallback(async (load: () => Promise<Loaded<T>>) => {
    const mine = ++turn.current
    setState((before) => ({ ...before, busy: true }))
    const next = await check(load)
    if (mine === turn.current) setState(next)
  }, [])

  return { ...state, verify }
}

async function check<T>(load: () => Promise<Loaded<T>>): Promise<Verification<T>> {
  try {
    const [{ bytes, of, node }, { verifyInPage }] = await Promise.all([load(), import('./verify-in-page')])
    return { busy: false, last: { report: await verifyInPage(bytes, node), of }, failure: null }
  } catch (error) {
    const failure = error instanceof Unreadable ? error.message : 'The verifier could not be loaded. Try again.'
    return { busy: false, last: null, failure }
  }
}

'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useState } from 'react'
import { connection } from '@/components/data/connection-store'
import { useToast } from '@/components/ui/toast'
import type { ActionState } from '@/lib/http/action'

export type Refusal = Extract<ActionState<unknown>, { ok: false }>

/** A desk that did not answer is a refusal too: nothing typed is lost over it. */
export async function reach<T>(call: () => Promise<ActionState<T>>): Promise<ActionState<T>> {
  try {
    return await call()
  } catch {
    connection.lost()
    const message = 'The desk cannot be reached. What you typed stays here; try again in a moment.'
    return { ok: false, code: 'E9002', message, errors: [] }
  }
}

/** Does one thing, says so, and draws the page anew; or keeps why not. */
export function useAct() {
  const router = useRouter()
  const toast = useToast()
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  const act = useCallback(
    async <T>(call: () => Promise<ActionState<T>>, done: string): Promise<T | undefined> => {
      setRefusal(null)
      const state = await reach(call)
      if (!state?.ok) {
        setRefusal(state)
        return undefined
      }
      toast({ title: done })
      router.refresh()
      return state.result
    },
    [router, toast],
  )
  return { act, refusal }
}

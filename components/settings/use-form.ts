'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, startTransition, useActionState, useEffect, useRef } from 'react'
import type { ActionState } from '@/lib/http/action'
import { reach } from './use-act'

type FormAction<T> = (previous: ActionState<T>, form: FormData) => Promise<ActionState<T>>

/**
 * A form that is sent as a server action. A refusal leaves all that was typed where it is, and puts the cursor into the
 * first field that is wrong; when it went well the page is drawn anew and `onDone` is told.
 */
export function useForm<T>(action: FormAction<T>, onDone?: (result: T) => void) {
  const router = useRouter()
  const ref = useRef<HTMLFormElement>(null)
  const [state, send, busy] = useActionState<ActionState<T>, FormData>(
    (previous, form) => reach(() => action(previous, form)),
    null,
  )

  const done = useRef(onDone)
  done.current = onDone
  useEffect(() => {
    if (state?.ok) {
      router.refresh()
      done.current?.(state.result)
    } else if (state) ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [state, router])

  // Not by the form's own action: React would empty the fields, also after a refusal.
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    if (!busy) startTransition(() => send(form))
  }

  const refusal = state && !state.ok ? state : null
  return {
    form: { ref, onSubmit, noValidate: true, method: 'post' } as const,
    busy,
    state,
    refusal,
    errorOf: (path: string) => refusal?.errors.find((error) => error.path.split('.')[0] === path)?.message,
  }
}

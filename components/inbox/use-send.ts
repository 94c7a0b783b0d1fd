'use client'

import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ApiProblem } from '@/components/data/api'
import type { Refusal } from '@/components/settings/use-act'
import type { ActionState } from '@/lib/http/action'

/** Why the desk did not do it, as forms and confirmations show it. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof ApiProblem)
    return { ok: false, code: error.code as Refusal['code'], message: error.detail, errors: error.errors }
  const message = error instanceof Error ? error.message : 'Something went wrong. Try again.'
  return { ok: false, code: 'E9002', message, errors: [] }
}

/** Why something could not be read: what was wrong with the asking, else what the desk said. */
export function sayError(error: unknown): string {
  const { message, errors } = toRefusal(error)
  return errors.length > 0 ? errors.map((one) => one.message).join(' ') : message
}

/** A call as the state of a form, for what asks once before it acts. */
export async function asState<T>(call: Promise<T>): Promise<ActionState<T>> {
  try {
    return { ok: true, result: await call }
  } catch (error) {
    return toRefusal(error)
  }
}

/**
 * Sends something once. The same words sent again after no answer carry the same key, so that they are done once; other
 * words get another. A refusal puts the cursor into the first field that is wrong and takes nothing away.
 */
export function useSend<I, T>(
  send: (input: I, idempotencyKey: string) => Promise<T>,
  onDone?: (result: T, input: I) => void,
) {
  const form = useRef<HTMLFormElement>(null)
  const attempt = useRef({ words: '', key: '' })
  const mutation = useMutation({
    mutationFn: (input: I) => {
      const words = JSON.stringify(input)
      if (attempt.current.words !== words) attempt.current = { words, key: crypto.randomUUID() }
      return send(input, attempt.current.key)
    },
    onSuccess: (result, input) => {
      attempt.current = { words: '', key: '' }
      onDone?.(result, input)
    },
  })

  const { error } = mutation
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])

  const refusal = error ? toRefusal(error) : null
  return {
    form,
    send: mutation.mutate,
    busy: mutation.isPending,
    result: mutation.data,
    refusal,
    reset: mutation.reset,
    /** What is wrong with the field of this name, or with a part of it. */
    errorOf: (path: string) =>
      refusal?.errors.find((one) => one.path === path || one.path.startsWith(`${path}.`))?.message,
  }
}

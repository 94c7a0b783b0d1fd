'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiProblem } from '@/components/data/api'
import type { ChallengeView } from '@/components/data/types'
import { useDraft } from '@/components/data/use-draft'
import { toFieldErrors } from './field-of'
import { type Saved, saveDraft } from './save-draft'
import { type Desk, toBody } from './to-body'
import type { Errors, FormValues } from './values'

/** The shape of what is kept in the browser: kept text of another shape is left alone. */
const SHAPE = 'challenge-form/2'

type Given = {
  initial: FormValues
  draftId: string | null
  party: string | null
  desk: Desk
  /** The form has become this draft on the desk. */
  onSaved: (id: string) => void
}

/** What is typed, what is wrong with it, and getting it onto the desk. */
export function useChallengeForm({ initial, draftId, party, desk, onSaved }: Given) {
  const [saved, setSaved] = useState<Saved | null>(draftId && party ? { id: draftId, party } : null)
  const { value: values, change, clear, forget, restored } = useDraft(`${SHAPE}:${saved?.id ?? 'new'}`, initial)
  const { errors, touch, refuse, forgive, demand } = useErrors(values, desk)
  const [isBusy, setBusy] = useState(false)

  const patch = useCallback(
    (changes: Partial<FormValues> | ((before: FormValues) => Partial<FormValues>)) =>
      change((before) => ({ ...before, ...(typeof changes === 'function' ? changes(before) : changes) })),
    [change],
  )

  /** Null when something stands in the way; it is said beside its field then. */
  async function save(): Promise<ChallengeView | null> {
    if (!party || isBusy) return null
    setBusy(true)
    try {
      const challenge = await saveDraft(saved, toBody(values, desk).body, party)
      forget()
      setSaved({ id: challenge.id, party })
      onSaved(challenge.id)
      history.replaceState(history.state, '', `?draft=${challenge.id}`)
      return challenge
    } catch (error) {
      refuse(error)
      return null
    } finally {
      setBusy(false)
    }
  }

  return { values, patch, clear, forget, restored, saved, errors, touch, forgive, demand, refuse, save, isBusy }
}

/** Errors are seen once a field was left with something in it, and all of them once somebody wanted to go on. */
function useErrors(values: FormValues, desk: Desk) {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [isDemanded, setDemanded] = useState(false)
  const [refused, setRefused] = useState<{ errors: Errors; rest: string[] }>({ errors: {}, rest: [] })
  const [focusAt, setFocusAt] = useState(0)

  const found = useMemo(() => toBody(values, desk).errors, [values, desk])
  const seen = Object.entries(found).filter(([field]) => isDemanded || touched.has(field))
  const errors: Errors = { ...Object.fromEntries(seen), ...refused.errors }
  const latest = useRef(errors)
  latest.current = errors

  useEffect(() => {
    if (focusAt > 0) focusFirst(latest.current)
  }, [focusAt])

  const touch = (field: string) => setTouched((before) => (before.has(field) ? before : new Set([...before, field])))
  /** Somebody wants to go on: false when they cannot, with focus on the first thing in the way. */
  const demand = (): boolean => {
    setDemanded(true)
    setRefused({ errors: {}, rest: [] })
    if (Object.keys(found).length === 0) return true
    setFocusAt((before) => before + 1)
    return false
  }
  const refuse = (error: unknown) => {
    const problem = error instanceof ApiProblem ? error : null
    setRefused(problem ? toFieldErrors(problem, values) : { errors: {}, rest: [messageOf(error)] })
    setFocusAt((before) => before + 1)
  }
  /** What the desk said of a field holds until that field changes. */
  const forgive = (field: string | null) =>
    setRefused((before) => {
      if (before.rest.length === 0 && (field === null || !before.errors[field])) return before
      const { [field ?? '']: _, ...kept } = before.errors
      return { errors: kept, rest: [] }
    })

  return { errors: { fields: errors, rest: refused.rest }, touch, demand, refuse, forgive }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong. What you typed stays here; try again.'
}

/** The first field with an error, in the order of the page; opened if it is folded away. */
function focusFirst(errors: Errors): void {
  const named = [...document.querySelectorAll<HTMLElement>('[data-field]')]
  const field = named.find(({ dataset }) => errors[dataset.field ?? ''])
  if (!field) {
    document.getElementById('refused')?.focus()
    return
  }

  for (let fold = field.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null)
    fold.open = true
  const control = field.matches('input, select, textarea, [tabindex]')
    ? field
    : field.querySelector<HTMLElement>('input:checked, input')
  control?.focus()
  control?.scrollIntoView({ block: 'center', behavior: 'instant' })
}

'use client'

import { type FormEvent, useRef, useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import type { ChallengeView } from '@/components/data/types'
import { useDraft } from '@/components/data/use-draft'
import { Button } from '@/components/ui/button'
import { Field, TextArea } from '@/components/ui/field'
import { useOpenChallenge } from './challenge-context'

const MAX_REASON = 500

/** Saying no, with a reason if one likes. */
export default function DeclineForm({ onDone }: { onDone: () => void }) {
  const { challenge, by, took, tooLate } = useOpenChallenge()
  const { value, change, clear } = useDraft(`decline:${challenge.id}`, { reason: '' })
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)

  const decline = async (event: FormEvent) => {
    event.preventDefault()
    const reason = value.reason.trim()
    setBusy(true)
    setError(null)
    try {
      const body = { ...(reason ? { reason } : {}), ...(by.invite ? { invite: by.invite } : {}) }
      took(await api<ChallengeView>('POST', `challenges/${challenge.id}/decline`, { body }))
      clear()
      onDone()
    } catch (problem) {
      if (await tooLate(problem)) return onDone()
      setError(sayProblem(problem))
      field.current?.focus()
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={decline} className="grid gap-5">
      <Field label="Why" optional hint="Whoever can see this challenge can read it." error={error}>
        {(wiring) => (
          <TextArea
            {...wiring}
            ref={field}
            rows={3}
            maxLength={MAX_REASON}
            value={value.reason}
            onChange={(event) => change({ reason: event.target.value })}
          />
        )}
      </Field>
      <Button type="submit" look="danger" busy={busy}>
        Decline
      </Button>
    </form>
  )
}

function sayProblem(problem: unknown): string {
  if (!(problem instanceof ApiProblem))
    return 'The desk cannot be reached. Your words stay here; try again in a moment.'
  return problem.errors[0]?.message ?? problem.detail
}

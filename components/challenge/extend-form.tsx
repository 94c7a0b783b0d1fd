'use client'

import { type FormEvent, useCallback, useState } from 'react'
import { readLocalTime, toLocalText } from '@/components/challenge-form/local-time'
import { type ApiProblem, api } from '@/components/data/api'
import type { ChallengeView } from '@/components/data/types'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { intentPath, signedCall } from './act'
import { useOpenChallenge } from './challenge-context'
import { SignText } from './sign-step'

const DAY_MS = 86_400_000
const SOON = [
  [1, 'A day more'],
  [7, 'A week more'],
  [30, '30 days more'],
] as const

/** A later deadline, to be signed by both. */
export default function ExtendForm({ onDone }: { onDone: () => void }) {
  const { challenge, by, now } = useOpenChallenge()
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [until, setUntil] = useState<string | null>(null)
  const present = challenge.deadline?.at ?? now.toISOString()

  const choose = (event: FormEvent) => {
    event.preventDefault()
    const read = readLocalTime(text, zoneHere())
    if ('error' in read) return setError(read.error)
    if (read.at <= new Date(present)) return setError('This must be later than the present deadline.')
    setError(null)
    setUntil(read.at.toISOString())
  }
  const onRefused = useCallback((problem: ApiProblem) => {
    if (!['E3004', 'E9004'].includes(problem.code)) return false
    setError(problem.detail)
    setUntil(null)
    return true
  }, [])

  if (until) {
    const signing = { action: 'extend', until } as const
    return (
      <SignText
        label="Sign: more time"
        name={`extend ${until} ${challenge.status}`}
        read={() => api('GET', intentPath(challenge.id, signing, by))}
        send={(signature) => {
          const { path, body } = signedCall(challenge.id, signing, by, signature)
          return api<ChallengeView>('POST', path, { body })
        }}
        onRefused={onRefused}
        onDone={onDone}
      >
        <Button onClick={() => setUntil(null)}>Another time</Button>
      </SignText>
    )
  }

  return (
    <form onSubmit={choose} noValidate className="grid gap-5">
      <p>
        Now it ends on <Time at={present} />.
      </p>
      <Field label="The new end" hint="In your local time." error={error}>
        {(wiring) => (
          <Input {...wiring} type="datetime-local" value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      <div className="-mt-2 flex flex-wrap gap-2">
        {SOON.map(([days, says]) => (
          <Button
            key={days}
            className="min-h-8! px-2.5! py-1!"
            onClick={() => setText(toLocalText(new Date(new Date(present).getTime() + days * DAY_MS), zoneHere()))}
          >
            {says}
          </Button>
        ))}
      </div>
      <Button type="submit" look="next">
        Show me what I would sign
      </Button>
    </form>
  )
}

function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

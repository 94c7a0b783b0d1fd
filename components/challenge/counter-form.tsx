'use client'

import { type FormEvent, useCallback, useRef, useState } from 'react'
import { type ApiProblem, api } from '@/components/data/api'
import { useNetworks } from '@/components/data/networks'
import type { ChallengeView, TypedData } from '@/components/data/types'
import { useDraft } from '@/components/data/use-draft'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field, Input, TextArea } from '@/components/ui/field'
import { useParty } from '@/components/wallet/party'
import { useOpenChallenge } from './challenge-context'
import { amountFields, type CounterErrors, toChanges, toCounterErrors, toValues } from './counter-changes'
import { SignText } from './sign-step'
import { markRead } from './use-revision'

type Changes = Record<string, unknown>

/** Other terms: what is changed, then the text of the new revision to sign. */
export default function CounterForm({ onDone }: { onDone: () => void }) {
  const { challenge, by, now } = useOpenChallenge()
  const networks = useNetworks()
  const { party } = useParty()
  const form = useRef<HTMLFormElement>(null)
  const { value, change, clear } = useDraft(
    `counter:${challenge.id}:${challenge.revision}`,
    toValues(challenge, networks),
  )
  const [errors, setErrors] = useState<CounterErrors>({})
  const [rest, setRest] = useState<string | null>(null)
  const [changes, setChanges] = useState<Changes | null>(null)

  const show = (found: CounterErrors, sentence: string | null) => {
    setErrors(found)
    setRest(sentence)
    // The field is marked in the next drawing.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
  }
  const read = (event: FormEvent) => {
    event.preventDefault()
    const { changes: found, errors: wrong } = toChanges(challenge, value, { networks, zone: zoneHere(), now })
    if (Object.keys(wrong).length > 0) return show(wrong, null)
    if (Object.keys(found).length === 0) return show({}, 'Nothing is different yet. Change what you do not agree with.')
    show({}, null)
    setChanges(found)
  }
  const onRefused = useCallback((problem: ApiProblem) => {
    const { errors: wrong, rest: sentence } = toCounterErrors(problem)
    const isAboutTerms = problem.status === 400 && !/^E1/.test(problem.code)
    if (!isAboutTerms) return false
    setErrors(wrong)
    setRest(sentence)
    setChanges(null)
    return true
  }, [])

  if (changes) {
    const body = { changes, ...(by.invite ? { invite: by.invite } : {}) }
    return (
      <SignText
        label="Sign these terms"
        name={`counter ${challenge.revision} ${JSON.stringify(changes)}`}
        read={() =>
          api<{ typed_data: TypedData }>('POST', `challenges/${challenge.id}/intent`, {
            body: { action: 'counter', ...body },
          })
        }
        send={(signature) =>
          api<ChallengeView>('POST', `challenges/${challenge.id}/counter`, { body: { ...body, signature } })
        }
        onRefused={onRefused}
        onDone={(after) => {
          markRead(party?.address ?? null, after)
          clear()
          onDone()
        }}
      >
        <Button onClick={() => setChanges(null)}>Change something else</Button>
      </SignText>
    )
  }

  const set = (more: Partial<typeof value>) => change((before) => ({ ...before, ...more }))
  return (
    <form ref={form} onSubmit={read} noValidate className="grid gap-5">
      <Field label="Title" error={errors.title}>
        {(wiring) => (
          <Input
            {...wiring}
            maxLength={120}
            value={value.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label="Description" optional error={errors.description}>
        {(wiring) => (
          <TextArea
            {...wiring}
            maxLength={5_000}
            value={value.description}
            onChange={(event) => set({ description: event.target.value })}
          />
        )}
      </Field>
      {amountFields(challenge, networks).map(({ name, side, symbol }) => (
        <Field key={name} label={`The ${side} must hold at least (${symbol})`} error={errors[name]}>
          {(wiring) => (
            <Input
              {...wiring}
              inputMode="decimal"
              autoComplete="off"
              className="mono"
              value={value.amounts[name] ?? ''}
              onChange={(event) => set({ amounts: { ...value.amounts, [name]: event.target.value } })}
            />
          )}
        </Field>
      ))}
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="To be accepted by" optional hint="Empty: as it was, or 72 hours." error={errors.acceptBy}>
          {(wiring) => (
            <Input
              {...wiring}
              type="datetime-local"
              value={value.acceptBy}
              onChange={(event) => set({ acceptBy: event.target.value })}
            />
          )}
        </Field>
        <Field label="To be settled by" optional hint="Empty: as it was, or 30 days later." error={errors.endBy}>
          {(wiring) => (
            <Input
              {...wiring}
              type="datetime-local"
              value={value.endBy}
              onChange={(event) => set({ endBy: event.target.value })}
            />
          )}
        </Field>
      </div>
      {rest ? (
        <div role="alert">
          <Callout look="no">{rest}</Callout>
        </div>
      ) : null}
      <Button type="submit" look="next">
        Show me what I would sign
      </Button>
    </form>
  )
}

function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

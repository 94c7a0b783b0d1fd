'use client'

import { type FormEvent, useRef, useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { useOpenChallenge } from './challenge-context'

type Sent = { address_hint: string; left_today: number }

/** Has the desk send the link, to somebody who may have no wallet yet. Only while anybody who has it may accept. */
export function InviteMail() {
  const { challenge } = useOpenChallenge()
  return challenge.counterparty === null ? <MailForm id={challenge.id} /> : null
}

function MailForm({ id }: { id: string }) {
  const [email, setEmail] = useState('')
  const [sent, setSent] = useState<Sent | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)

  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setError(null)
    setSent(null)
    try {
      setSent(await api<Sent>('POST', `challenges/${id}/invite`, { body: { email: email.trim() } }))
      setEmail('')
    } catch (problem) {
      setError(sayProblem(problem))
      field.current?.focus()
    } finally {
      setBusy(false)
    }
  }

  return (
    <details className="mt-3">
      <summary className="w-fit cursor-pointer py-1 text-[.92rem]">Send it by mail</summary>
      <form onSubmit={send} noValidate className="mt-2 grid gap-3">
        <Field
          label="Mail address"
          hint="They need no account to read the terms. We keep the address until it is sent."
          error={error}
        >
          {(wiring) => (
            <Input
              {...wiring}
              ref={field}
              type="email"
              inputMode="email"
              autoComplete="off"
              maxLength={254}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" busy={busy}>
          Send the invite
        </Button>
      </form>
      <p role="status" className="mt-2 text-[.92rem] empty:mt-0 [overflow-wrap:anywhere]">
        {sent ? `On its way to ${sent.address_hint}. You may send ${sayLeft(sent.left_today)} today.` : null}
      </p>
    </details>
  )
}

function sayLeft(left: number): string {
  return left === 0 ? 'no more' : left === 1 ? 'one more' : `${left} more`
}

function sayProblem(problem: unknown): string {
  if (!(problem instanceof ApiProblem))
    return problem instanceof Error ? problem.message : 'It was not sent. Try again.'
  return problem.errors.find(({ path }) => path === 'email')?.message ?? problem.detail
}

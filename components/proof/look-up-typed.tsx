'use client'

import { type FormEvent, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { FoundList, sayFound } from './found-list'
import { useLookUp } from './look-up'
import { readHash } from './read-dropped'

/** Looks up a hash that somebody has in hand: of a document, or of a receipt. */
export function LookUpTyped() {
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const { busy, found, failure, ask } = useLookUp(readHash(text) ?? '')

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const isHash = readHash(text) !== null
    setError(isHash ? null : 'A hash has 64 digits from 0 to f, with 0x before them or without.')
    if (isHash) void ask()
    else field.current?.focus()
  }

  return (
    <form onSubmit={submit} noValidate>
      <Field label="A hash" hint="A document’s SHA-256, or a receipt’s id. It is sent to this desk." error={error}>
        {(wiring) => (
          <Input
            {...wiring}
            ref={field}
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            className="mono"
          />
        )}
      </Field>
      <p className="mt-3">
        <Button type="submit" busy={busy}>
          Look it up
        </Button>
      </p>
      <p role="status" className="mt-4 font-serif text-[1.16rem] leading-snug">
        {failure ?? (found ? sayFound(found) : null)}
      </p>
      {found ? <FoundList found={found} /> : null}
    </form>
  )
}

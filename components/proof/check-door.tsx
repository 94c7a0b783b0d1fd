'use client'

import { type FormEvent, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, TextArea } from '@/components/ui/field'
import { CheckedQuestion } from './checked-question'
import { FileDoor } from './file-door'
import { useRecompute } from './use-recompute'

/** Recomputes what another device is about to sign. */
export function CheckDoor() {
  const { state, take } = useRecompute()
  // Whoever pasted something below is led to what came of it; whoever came by a link stands at it already.
  const [given, setGiven] = useState(false)
  const takeText = (json: string) => {
    setGiven(true)
    void take({ json })
  }
  return (
    <div>
      <div role="status">
        {state.kind === 'working' ? <p className="font-serif text-[1.28rem]">Computing…</p> : null}
        {state.kind === 'refused' ? (
          <p className="font-serif text-[1.28rem] text-red leading-snug [overflow-wrap:anywhere]">{state.why}</p>
        ) : null}
        {state.kind === 'done' ? <p className="sr-only">Computed. The fields and the hashes follow.</p> : null}
      </div>
      {state.kind === 'done' ? <CheckedQuestion key={state.it.parts.digest} of={state.it} focus={given} /> : null}

      <section aria-labelledby="another" className={state.kind === 'none' ? '' : 'mt-14 border-line border-t pt-8'}>
        <h2 id="another" className="mb-5 text-[1.28rem]">
          {state.kind === 'none' ? 'The typed data' : 'Check another'}
        </h2>
        <PasteForm first={state.kind === 'none'} onText={takeText} />
      </section>
    </div>
  )
}

function PasteForm({ first, onText }: { first: boolean; onText: (json: string) => void }) {
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setError(text.trim() ? null : 'Paste what the wallet is asked to sign, as JSON.')
    if (text.trim()) onText(text)
    else field.current?.focus()
  }

  return (
    <div className="grid gap-8">
      <form onSubmit={submit} noValidate>
        <Field label="Paste it" hint="The JSON a wallet is given: types, primaryType, domain, message." error={error}>
          {(wiring) => (
            <TextArea
              {...wiring}
              ref={field}
              value={text}
              onChange={(event) => setText(event.target.value)}
              spellCheck={false}
              className="mono"
            />
          )}
        </Field>
        <p className="mt-3">
          <Button type="submit" look={first ? 'next' : 'plain'}>
            Compute the digest
          </Button>
        </p>
      </form>
      <FileDoor
        accept="application/json,.json"
        onFile={(file) =>
          void readText(file).then(onText, () => setError('The file could not be read. Choose it again.'))
        }
      >
        Or drop the file here. It is read in this page and sent nowhere.
      </FileDoor>
    </div>
  )
}

/** A question for a wallet is small; anything larger is told from one by its beginning. */
const readText = (file: File) => file.slice(0, 256 * 1024).text()

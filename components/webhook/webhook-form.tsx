'use client'

import { useState } from 'react'
import { usePlaceApi } from '@/components/inbox/place'
import { useSend } from '@/components/inbox/use-send'
import { Trouble } from '@/components/settings/trouble'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { TypeChoice } from './type-choice'
import { fromTypeSet, toTypeSet } from './type-set'
import type { TypeView, WebhookView } from './types'

type Props<T> = {
  /** The endpoint that is changed; none: a new one. */
  of?: WebhookView
  types: TypeView[]
  look?: 'next' | 'plain'
  onDone: (result: T) => void
}

const MOST_AT_ONCE = 50

/** Where events go, and which: for a new endpoint and for one that is changed. */
export function WebhookForm<T>({ of, types, look = 'next', onDone }: Props<T>) {
  const call = usePlaceApi()
  const [url, setUrl] = useState(of?.url ?? '')
  const [description, setDescription] = useState(of?.description ?? '')
  const [concurrency, setConcurrency] = useState(`${of?.concurrency ?? ''}`)
  const [chosen, setChosen] = useState(() =>
    toTypeSet(
      of?.event_types ?? ['*'],
      types.map(({ type }) => type),
    ),
  )
  const { form, send, busy, refusal, errorOf } = useSend(
    (body: object, idempotencyKey) =>
      of ? call<T>('PATCH', `webhooks/${of.id}`, { body }) : call<T>('POST', 'webhooks', { body, idempotencyKey }),
    onDone,
  )
  const urlError = errorOf('url') ?? (refusal?.code === 'E6001' ? refusal.message : undefined)

  return (
    <form
      ref={form}
      noValidate
      className="grid max-w-[38em] gap-6"
      onSubmit={(event) => {
        event.preventDefault()
        if (busy) return
        const event_types = fromTypeSet(chosen)
        const told = of ? description.trim() || null : description.trim() || undefined
        send({ url: url.trim(), description: told, event_types, ...(of ? { concurrency: Number(concurrency) } : {}) })
      }}
    >
      <Field
        label="URL"
        hint="https, reachable from the internet. It is looked up now and before each delivery; private addresses are refused."
        error={urlError}
      >
        {(wiring) => (
          <Input
            {...wiring}
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://example.com/hooks/countersign"
            value={url}
            onChange={({ target }) => setUrl(target.value)}
          />
        )}
      </Field>
      <Field label="Description" optional hint="So that you know it again." error={errorOf('description')}>
        {(wiring) => (
          <Input
            {...wiring}
            autoComplete="off"
            value={description}
            onChange={({ target }) => setDescription(target.value)}
          />
        )}
      </Field>
      <TypeChoice value={chosen} types={types} error={errorOf('event_types')} onChange={setChosen} />
      {of ? (
        <Field
          label="At the same time"
          hint={`How many deliveries may be under way to it at once, 1 to ${MOST_AT_ONCE}.`}
          error={errorOf('concurrency')}
        >
          {(wiring) => (
            <Input
              {...wiring}
              inputMode="numeric"
              className="max-w-[7em]"
              value={concurrency}
              onChange={({ target }) => setConcurrency(target.value)}
            />
          )}
        </Field>
      ) : null}
      <Trouble
        title={of ? 'Nothing was changed' : 'No endpoint was added'}
        refusal={urlError && refusal?.code === 'E6001' ? null : refusal}
        fields={['url', 'description', 'event_types', 'concurrency']}
      />
      <div>
        <Button type="submit" look={look} busy={busy}>
          {of ? 'Save the changes' : 'Add the endpoint'}
        </Button>
      </div>
    </form>
  )
}
